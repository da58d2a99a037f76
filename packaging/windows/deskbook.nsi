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

Function .onInit
    ; The multi-user initialisation puts its own folder in place of the one that /D= asked for.
    StrCpy $Asked $INSTDIR
    SetRegView 64
    !insertmacro MULTIUSER_INIT
    ${If} $Asked != ""
        StrCpy $INSTDIR $Asked
    ${EndIf}
FunctionEnd

Function un.onInit
    SetRegView 64
    !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Removes the program's own files. The folder itself goes only when nothing of others is in it.
!macro RemoveProgram
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\deskbook.exe"
    Delete "$INSTDIR\deskbook-gui.exe"
    Delete "$INSTDIR\licences.txt"
    Delete "$INSTDIR\sbom.cdx.json"
!macroend

; Windows opens no running program for writing: say so instead of leaving half an upgrade.
!macro RefuseWhileRunning file
    ${If} ${FileExists} "$INSTDIR\${file}"
        ClearErrors
        FileOpen $0 "$INSTDIR\${file}" a
        ${If} ${Errors}
            SetErrorLevel 3
            Abort "${NAME} is running. Close it and start again."
        ${EndIf}
        FileClose $0
    ${EndIf}
!macroend

Section
    !insertmacro RefuseWhileRunning "deskbook.exe"
    !insertmacro RefuseWhileRunning "deskbook-gui.exe"
    !insertmacro RemoveProgram
    SetOutPath "$INSTDIR"
    File /r "${BUNDLE}\*.*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\deskbook-gui.exe"

    WriteRegStr SHCTX "Software\Classes\.dbk" "" "Deskbook.Pack"
    WriteRegStr SHCTX "Software\Classes\Deskbook.Pack" "" "${NAME}"
    WriteRegStr SHCTX "Software\Classes\Deskbook.Pack\DefaultIcon" "" "$INSTDIR\deskbook-gui.exe,0"
    WriteRegStr SHCTX "Software\Classes\Deskbook.Pack\shell\open\command" "" '"$INSTDIR\deskbook-gui.exe" gui "%1"'

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
    !insertmacro RefuseWhileRunning "deskbook.exe"
    !insertmacro RefuseWhileRunning "deskbook-gui.exe"
    !insertmacro RemoveProgram
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${NAME}.lnk"
    DeleteRegKey SHCTX "Software\Classes\Deskbook.Pack"
    DeleteRegKey SHCTX "Software\Classes\.dbk"
    DeleteRegKey SHCTX "${KEY}"
    ; What people made stays, unless the person who runs this asks for theirs to go.
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/PURGE" $1
    ${IfNot} ${Errors}
        SetShellVarContext current
        RMDir /r "$LOCALAPPDATA\deskbook"
    ${EndIf}
SectionEnd
