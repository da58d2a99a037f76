; Stands for the program in the trial of the Windows setup: writes down how it was started, and stays as long as told.
Target amd64-unicode
Name "placeholder"
OutFile "${TARGET}"
RequestExecutionLevel user
SilentInstall silent
!include LogicLib.nsh

Section
    FileOpen $0 "C:\trial\started.txt" w
    FileWriteUTF16LE $0 "$CMDLINE"
    FileClose $0
    ${While} ${FileExists} "C:\trial\stay"
        Sleep 50
    ${EndWhile}
SectionEnd
