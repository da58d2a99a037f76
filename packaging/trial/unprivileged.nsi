; Starts what its command line says as somebody who is no administrator, waits, and ends with the same code.
Target amd64-unicode
Name "unprivileged"
OutFile "${TARGET}"
RequestExecutionLevel user
SilentInstall silent
!include FileFunc.nsh

Section
    System::Call 'advapi32::OpenProcessToken(p -1, i 0xF01FF, *p .r1)'
    ; The group of administrators, which the new token only denies things to.
    System::Alloc 68
    Pop $2
    System::Call 'advapi32::CreateWellKnownSid(i 26, p 0, p r2, *i 68 r0)'
    System::Call '*(p r2, p 0) p .r3'
    System::Call 'advapi32::CreateRestrictedToken(p r1, i 0, i 1, p r3, i 0, p 0, i 0, p 0, *p .r4)'
    ; STARTUPINFOW and PROCESS_INFORMATION
    System::Alloc 104
    Pop $5
    System::Call '*$5(i 104)'
    System::Alloc 24
    Pop $6
    ${GetParameters} $7
    System::Call 'advapi32::CreateProcessAsUserW(p r4, p 0, w r7, p 0, p 0, i 0, i 0, p 0, p 0, p r5, p r6)'
    System::Call '*$6(p .r8)'
    System::Call 'kernel32::WaitForSingleObject(p r8, i 20000)'
    System::Call 'kernel32::GetExitCodeProcess(p r8, *i .r0)'
    SetErrorLevel $0
SectionEnd
