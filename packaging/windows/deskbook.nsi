; The Windows setup program. `python -m installers` starts makensis with the values that stand as ${…} below.
; deskbook-…-setup.exe /S [/AllUsers | /CurrentUser] [/D=C:\folder]; uninstall.exe /S [/PURGE]
Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Deskbook"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "Deskbook"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallMode"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include Integration.nsh
!include x64.nsh

Name "${NAME}"
OutFile "${TARGET}"
Icon "${ICON}"
UninstallIcon "${ICON}"
!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
VIProductVersion "${VERSION_FOUR}"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME}"
VIAddVersionKey CompanyName "${VENDOR}"
VIAddVersionKey LegalCopyright "MIT"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English
!insertmacro MUI_LANGUAGE SimpChinese
!insertmacro MUI_LANGUAGE TradChinese

Var Asked
Var Former

; The multi-user initialisation would show a message and wait for somebody to read it, silent or not.
!macro RefuseWithoutRights
    ${If} ${Silent}
        UserInfo::GetAccountType
        Pop $0
        ${GetParameters} $1
        ClearErrors
        ${GetOptions} $1 "/AllUsers" $1
        ${IfNot} ${Errors}
        ${AndIf} $0 != "Admin"
        ${AndIf} $0 != "Power"
            SetErrorLevel 5
            Quit
        ${EndIf}
    ${EndIf}
!macroend

Function .onInit
    !insertmacro RefuseWithoutRights
    ; The multi-user initialisation puts its own folder in place of the one that /D= asked for.
    StrCpy $Asked $INSTDIR
    SetRegView 64
    !insertmacro MULTIUSER_INIT
    ${If} $Asked != ""
        StrCpy $INSTDIR $Asked
    ${EndIf}
FunctionEnd

Function un.onInit
    !insertmacro RefuseWithoutRights
    SetRegView 64
    !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Removes the program's own files. The folder itself goes only when nothing of others is in it.
!macro RemoveProgram folder
    RMDir /r "${folder}\_internal"
    Delete "${folder}\deskbook.exe"
    Delete "${folder}\deskbook-gui.exe"
    Delete "${folder}\licences.txt"
    Delete "${folder}\sbom.cdx.json"
    Delete "${folder}\uninstall.exe"
    RMDir "${folder}"
!macroend

; Windows opens no running program for writing: say so instead of leaving half an upgrade.
!macro RefuseWhileRunning file
    ${If} ${FileExists} "${file}"
        ClearErrors
        FileOpen $0 "${file}" a
        ${If} ${Errors}
            SetErrorLevel 3
            Abort "${NAME} is running. Close it and start again."
        ${EndIf}
        FileClose $0
    ${EndIf}
!macroend

Section
    !insertmacro RefuseWhileRunning "$INSTDIR\deskbook.exe"
    !insertmacro RefuseWhileRunning "$INSTDIR\deskbook-gui.exe"
    ; What is there may lie in another folder, and be a build under another name.
    ReadRegStr $Former SHCTX "${KEY}" "InstallLocation"
    ${If} $Former != ""
        !insertmacro RefuseWhileRunning "$Former\deskbook.exe"
        !insertmacro RefuseWhileRunning "$Former\deskbook-gui.exe"
        !insertmacro RemoveProgram "$Former"
        ReadRegStr $0 SHCTX "${KEY}" "DisplayName"
        Delete "$SMPROGRAMS\$0.lnk"
    ${EndIf}
    !insertmacro RemoveProgram "$INSTDIR"
    SetOutPath "$INSTDIR"
    File /r "${BUNDLE}\*.*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\deskbook-gui.exe"

    WriteRegStr SHCTX "Software\Classes\.dbk" "" "Deskbook.Pack"
    WriteRegStr SHCTX "Software\Classes\Deskbook.Pack" "" "${NAME}"
    WriteRegStr SHCTX "Software\Classes\Deskbook.Pack\DefaultIcon" "" "$INSTDIR\deskbook-gui.exe,0"
    WriteRegStr SHCTX "Software\Classes\Deskbook.Pack\shell\open\command" "" '"$INSTDIR\deskbook-gui.exe" gui "%1"'
    ${NotifyShell_AssocChanged}

    WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME}"
    WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\deskbook-gui.exe"
    WriteRegStr SHCTX "${KEY}" "Publisher" "${VENDOR}"
    WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${KEY}" "InstallMode" "$MultiUser.InstallMode"
    WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
    WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
    WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
    WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" $0
SectionEnd

Section Uninstall
    !insertmacro RefuseWhileRunning "$INSTDIR\deskbook.exe"
    !insertmacro RefuseWhileRunning "$INSTDIR\deskbook-gui.exe"
    !insertmacro RemoveProgram "$INSTDIR"
    Delete "$SMPROGRAMS\${NAME}.lnk"
    DeleteRegKey SHCTX "Software\Classes\Deskbook.Pack"
    ; Another program may have claimed the ending since, or be among those that open it.
    ReadRegStr $0 SHCTX "Software\Classes\.dbk" ""
    ${If} $0 == "Deskbook.Pack"
        DeleteRegValue SHCTX "Software\Classes\.dbk" ""
    ${EndIf}
    DeleteRegKey /ifempty SHCTX "Software\Classes\.dbk"
    DeleteRegKey SHCTX "${KEY}"
    ${NotifyShell_AssocChanged}
    ; What people made stays, unless the person who runs this asks for theirs to go.
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/PURGE" $1
    ${IfNot} ${Errors}
        SetShellVarContext current
        RMDir /r "$LOCALAPPDATA\deskbook"
    ${EndIf}
SectionEnd
