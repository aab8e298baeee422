; The installer for Windows. makensis.sh compiles it and defines
;   VERSION, NUMBERS   0.2.0 and 0.2.0.0
;   OUT                the setup.exe to write
;   LISTS              the file that lists.py wrote: each file by its name, and how much they are
;   ART, ICON, MIME    the folder with the pictures, the icon, the type of our files
;
; Silent: setup.exe /S [/D=C:\folder] (no quotes around the folder, last on the line).
; Exit codes: 0 done, 1 given up by the user, 2 the program is running, or the folder cannot be
; used, 3 this Windows is too old.

Unicode true
Target amd64-unicode ; the default stub has 32 bits
!ifdef QUICK ; for trials
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true

!define NAME "绩效目标填报"
!define FOLDER "$LOCALAPPDATA\Programs\perfdesk"
!define TYPE "perfdesk.dossier"
!define FIRST_BUILD 17763 ; Windows 10 1809, the first one that Qt 6 runs on
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\perfdesk"
!define CLASSES "Software\Classes"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\perfdesk.exe"
!define ERROR_SHARING_VIOLATION 32

!include MUI2.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include LogicLib.nsh
!include "${LISTS}"

Name "${NAME}"
Caption "${NAME} ${VERSION} 安装"
UninstallCaption "${NAME} 卸载"
BrandingText "${NAME} ${VERSION}"
OutFile "${OUT}"
InstallDir "${FOLDER}"
AllowSkipFiles off
SetDateSave off ; the same tree gives the same installer
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "CompanyName" "perfdesk"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache License 2.0"

; ---- pages ----

Var OldVersion
Var OldFolder
Var HadDesktopLink
Var Welcome

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEFINISHPAGE_BITMAP "${ART}/side.bmp"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${ART}/side.bmp"
!define MUI_HEADERIMAGE
!define MUI_HEADERIMAGE_RIGHT
!define MUI_HEADERIMAGE_BITMAP "${ART}/head.bmp"
!define MUI_HEADERIMAGE_UNBITMAP "${ART}/head.bmp"

!define MUI_WELCOMEPAGE_TITLE "安装 ${NAME} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "$Welcome"
!insertmacro MUI_PAGE_WELCOME

!define MUI_DIRECTORYPAGE_TEXT_TOP "${NAME}将安装到下面的文件夹。一般不需要改动，直接点“安装”即可。"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY

!insertmacro MUI_PAGE_INSTFILES

!define MUI_FINISHPAGE_TITLE "${NAME}已经安装好"
!define MUI_FINISHPAGE_TEXT "以后可以从桌面或开始菜单打开“${NAME}”，也可以直接双击套表文件（*.perfdesk）。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\perfdesk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${NAME}"
!insertmacro MUI_PAGE_FINISH

UninstPage custom un.Ask un.Asked
!insertmacro MUI_UNPAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "${NAME}已经卸载"
!define MUI_FINISHPAGE_TEXT "您的套表文件、导出的 Excel 和 PDF 都在原来的地方。"
!insertmacro MUI_UNPAGE_FINISH

!insertmacro MUI_LANGUAGE "SimpChinese"
SetFont /LANG=2052 "Microsoft YaHei UI" 9

; ---- what both sides ask ----

; Says so, and waits, while the program in FOLDER is running: Windows lets nobody write into it then.
!macro WaitForEnd un
Function ${un}WaitForEnd
  Exch $0
  Push $1
  Push $2
again:
  System::Call 'kernel32::CreateFileW(w "$0\perfdesk.exe", i 0x40000000, i 3, p 0, i 3, i 0, p 0) p.r1 ?e'
  Pop $2
  ${If} $2 != ${ERROR_SHARING_VIOLATION}
    System::Call 'kernel32::CloseHandle(p r1)'
    System::Call 'kernel32::CreateFileW(w "$0\perfdesk-cli.exe", i 0x40000000, i 3, p 0, i 3, i 0, p 0) p.r1 ?e'
    Pop $2
    ${If} $2 != ${ERROR_SHARING_VIOLATION}
      System::Call 'kernel32::CloseHandle(p r1)'
      Goto free
    ${EndIf}
  ${EndIf}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME}正在运行。$\r$\n$\r$\n请保存并关闭它的所有窗口，然后点“重试”。" /SD IDCANCEL IDRETRY again
  SetErrorLevel 2
  Quit
free:
  Pop $2
  Pop $1
  Pop $0
FunctionEnd
!macroend
!insertmacro WaitForEnd ""
!insertmacro WaitForEnd "un."

Function .onInit
  SetShellVarContext current
  ${IfNot} ${AtLeastBuild} ${FIRST_BUILD}
    MessageBox MB_OK|MB_ICONSTOP "${NAME}需要 Windows 10（1809 版，即 2018 年 10 月更新）或更高版本的 64 位 Windows，不能安装在这台电脑上。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}

  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Local\perfdesk-setup") p.r1 ?e'
  Pop $0
  ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
    MessageBox MB_OK|MB_ICONEXCLAMATION "${NAME}的安装程序已经打开，请在那个窗口中继续。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}

  ReadRegStr $OldVersion HKCU "${KEY}" "DisplayVersion"
  ReadRegStr $OldFolder HKCU "${KEY}" "InstallLocation"
  ${IfNot} ${FileExists} "$OldFolder\uninstall.exe"
    StrCpy $OldVersion ""
    StrCpy $OldFolder ""
  ${EndIf}
  ; Where the old version is, unless /D= said otherwise. (InstallDirRegKey was seen to do nothing in
  ; the stub of 64 bits.)
  ${If} $INSTDIR == "${FOLDER}"
  ${AndIf} $OldFolder != ""
    StrCpy $INSTDIR $OldFolder
  ${EndIf}
  StrCpy $HadDesktopLink 1
  ${If} $OldVersion == ""
    StrCpy $Welcome "不需要管理员权限，也不需要联网。$\r$\n$\r$\n您的套表文件由您自己保存，安装和卸载程序都不会改动它们。"
  ${Else}
    ${IfNot} ${FileExists} "$DESKTOP\${NAME}.lnk"
      StrCpy $HadDesktopLink 0
    ${EndIf}
    ${VersionCompare} "$OldVersion" "${VERSION}" $0
    ${If} $0 = 1
      ${If} ${Cmd} 'MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "这台电脑上已经装有更新的版本 $OldVersion。$\r$\n$\r$\n要换成较旧的 ${VERSION} 吗？较旧的版本可能打不开新版本保存的套表文件。" /SD IDYES IDNO'
        SetErrorLevel 1
        Quit
      ${EndIf}
      StrCpy $Welcome "将把 $OldVersion 换成较旧的 ${VERSION}。"
    ${ElseIf} $0 = 0
      StrCpy $Welcome "这台电脑上已经装有 ${VERSION}，将重新安装一遍。"
    ${Else}
      StrCpy $Welcome "将从 $OldVersion 升级到 ${VERSION}。"
    ${EndIf}
    StrCpy $Welcome "$Welcome$\r$\n$\r$\n个人设置和您的套表文件都会保留。请先关闭正在使用的${NAME}。"
  ${EndIf}
FunctionEnd

; The folder that the user chose. Sets the error flag where it cannot be used; says why.
Function CheckFolder
  StrLen $0 "$INSTDIR"
  IntOp $0 $0 + ${LONGEST}
  ${If} $0 > 258 ; with the backslash between them: what most programs can open
    MessageBox MB_OK|MB_ICONEXCLAMATION "这个文件夹的路径太长，请选择路径较短的文件夹：$\r$\n$\r$\n$INSTDIR" /SD IDOK
    Goto refused
  ${EndIf}
  ; A folder with other things in it stays as it is: the program gets one of its own within.
  ${IfNot} ${FileExists} "$INSTDIR\perfdesk.exe"
    ${DirState} "$INSTDIR" $0
    ${If} $0 = 1
      StrCpy $1 "$INSTDIR" "" -1
      ${If} $1 == "\"
        StrCpy $INSTDIR "$INSTDIR" -1
      ${EndIf}
      StrCpy $INSTDIR "$INSTDIR\perfdesk"
      MessageBox MB_OKCANCEL|MB_ICONINFORMATION "这个文件夹里已经有别的文件，程序将安装到其中单独的文件夹：$\r$\n$\r$\n$INSTDIR" /SD IDOK IDCANCEL refused
    ${EndIf}
  ${EndIf}
  ClearErrors
  CreateDirectory "$INSTDIR"
  GetTempFileName $0 "$INSTDIR"
  ${If} ${Errors}
  ${OrIfNot} ${FileExists} "$0"
    MessageBox MB_OK|MB_ICONEXCLAMATION "不能在这个文件夹里写入文件，请选择别的文件夹：$\r$\n$\r$\n$INSTDIR" /SD IDOK
    Goto refused
  ${EndIf}
  Delete "$0"
  Push "$INSTDIR"
  Call WaitForEnd
  Return
refused:
  ${If} ${Silent}
    SetErrorLevel 2
    Quit
  ${EndIf}
  Abort
FunctionEnd

; ---- install ----

Section "install"
  ${If} ${Silent}
    Call CheckFolder
  ${EndIf}
  SetDetailsPrint textonly
  DetailPrint "正在安装，请稍候……"
  SetDetailsPrint none
  Call RemoveOld

  !insertmacro InstallFiles
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  SetOutPath "$DOCUMENTS" ; where the program starts when it is opened by a shortcut
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\perfdesk.exe" "" "$INSTDIR\perfdesk.exe" 0 SW_SHOWNORMAL "" "填报、审核、打印预算绩效目标表"
  ${If} $HadDesktopLink = 1
    CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\perfdesk.exe" "" "$INSTDIR\perfdesk.exe" 0 SW_SHOWNORMAL "" "填报、审核、打印预算绩效目标表"
  ${EndIf}
  SetOutPath "$INSTDIR"

  WriteRegStr HKCU "${CLASSES}\.perfdesk" "" "${TYPE}"
  WriteRegStr HKCU "${CLASSES}\.perfdesk" "Content Type" "${MIME}"
  WriteRegNone HKCU "${CLASSES}\.perfdesk\OpenWithProgids" "${TYPE}"
  WriteRegStr HKCU "${CLASSES}\${TYPE}" "" "绩效目标套表"
  WriteRegStr HKCU "${CLASSES}\${TYPE}\DefaultIcon" "" '"$INSTDIR\perfdesk.exe",0'
  WriteRegStr HKCU "${CLASSES}\${TYPE}\shell\open\command" "" '"$INSTDIR\perfdesk.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\perfdesk.exe" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${CLASSES}\Applications\perfdesk.exe\shell\open\command" "" '"$INSTDIR\perfdesk.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\perfdesk.exe\SupportedTypes" ".perfdesk" ""
  WriteRegStr HKCU "${APP_PATH}" "" "$INSTDIR\perfdesk.exe"

  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" '"$INSTDIR\perfdesk.exe",0'
  WriteRegStr HKCU "${KEY}" "Publisher" "perfdesk"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${RefreshShellIcons}
SectionEnd

; The old version goes by its own uninstaller, which alone knows its files.
Function RemoveOld
  ${If} $OldFolder != ""
    Push $OldFolder
    Call WaitForEnd
    ExecWait '"$OldFolder\uninstall.exe" /S _?=$OldFolder' $0
    Delete "$OldFolder\uninstall.exe" ; started in its place, it cannot remove itself
    ${If} $OldFolder != $INSTDIR
      RMDir "$OldFolder"
    ${EndIf}
  ${EndIf}
FunctionEnd

; ---- uninstall ----

Var ForgetBox
Var Forget

Function un.onInit
  SetShellVarContext current
  StrCpy $Forget 0
  ${un.GetParameters} $0
  ClearErrors
  ${un.GetOptions} $0 "/FORGET" $1 ; silent, and without the personal settings too
  ${IfNot} ${Errors}
    StrCpy $Forget 1
  ${EndIf}
FunctionEnd

Function un.Ask
  !insertmacro MUI_HEADER_TEXT "卸载 ${NAME}" "从这台电脑上移除程序"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 24u "将移除安装在下面文件夹中的${NAME}："
  Pop $0
  ${NSD_CreateLabel} 0 14u 100% 24u "$INSTDIR"
  Pop $0
  ${NSD_CreateLabel} 0 46u 100% 24u "您的套表文件（*.perfdesk）、导出的 Excel 和 PDF，以及尚未保存而留作恢复的内容，都会保留。"
  Pop $0
  ${NSD_CreateCheckbox} 0 80u 100% 12u "同时删除个人设置和日志（最近打开的文件、窗口位置等）"
  Pop $ForgetBox
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:卸载"
  nsDialogs::Show
FunctionEnd

Function un.Asked
  ${NSD_GetState} $ForgetBox $Forget
FunctionEnd

Section "uninstall"
  Push "$INSTDIR"
  Call un.WaitForEnd
  SetDetailsPrint textonly
  DetailPrint "正在卸载，请稍候……"
  SetDetailsPrint none
  SetOutPath "$TEMP" ; a folder in which somebody stands cannot be removed

  !insertmacro RemoveFiles
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; stays where the user has put something into it

  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"

  ReadRegStr $0 HKCU "${CLASSES}\.perfdesk" ""
  ${If} $0 == "${TYPE}" ; otherwise somebody else has it now
    DeleteRegKey HKCU "${CLASSES}\.perfdesk"
  ${Else}
    DeleteRegValue HKCU "${CLASSES}\.perfdesk\OpenWithProgids" "${TYPE}"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${TYPE}"
  DeleteRegKey HKCU "${CLASSES}\Applications\perfdesk.exe"
  DeleteRegKey HKCU "${APP_PATH}"
  DeleteRegKey HKCU "${KEY}"
  ${RefreshShellIcons}

  ${If} $Forget = 1
    Delete "$LOCALAPPDATA\perfdesk\desk.json"
    Delete "$LOCALAPPDATA\perfdesk\errors.log"
    Delete "$LOCALAPPDATA\perfdesk\errors.old.log"
    RMDir "$LOCALAPPDATA\perfdesk" ; recovery files and packs of the user's own stay
  ${EndIf}
SectionEnd
