/* The programs that a user starts: perfdesk.exe (a window) and, with -DCONSOLE, perfdesk-cli.exe.

   Each loads the private Python beside it, runtime\python311.dll, and runs the package perfdesk in
   its own process, so that the task manager, the taskbar and a firewall see one program of ours.
   UTF-8 throughout: this file, and what the program writes into a pipe. */

#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768 /* characters that a path of Windows may have */
#define FIRST_BUILD 17763 /* Windows 10 1809, the first one that Qt 6 runs on */
#define NAME L"绩效目标填报"
#ifdef CONSOLE
#define MODULE L"perfdesk"
#else
#define MODULE L"perfdesk.desk" /* takes every word for a file */
#endif

typedef int(__cdecl *py_main)(int, wchar_t **);

static int refuse(const wchar_t *text)
{
#ifdef CONSOLE
    DWORD done;
    HANDLE err = GetStdHandle(STD_ERROR_HANDLE);
    if (!WriteConsoleW(err, text, (DWORD)wcslen(text), &done, NULL)) {
        char bytes[2048]; /* a pipe or a file */
        int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
        if (size > 1)
            WriteFile(err, bytes, (DWORD)(size - 1), &done, NULL);
    }
    WriteFile(err, "\r\n", 2, &done, NULL);
#else
    MessageBoxW(NULL, text, NAME, MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
#endif
    return 2;
}

/* The true build number: GetVersionEx tells what the manifest wants to hear. */
static DWORD windows_build(void)
{
    typedef LONG(WINAPI * get_version)(OSVERSIONINFOW *);
    OSVERSIONINFOW info = {.dwOSVersionInfoSize = sizeof info};
    get_version get = (get_version)(void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "RtlGetVersion");
    if (!get || get(&info) != 0)
        return FIRST_BUILD; /* nothing known against it */
    return info.dwMajorVersion < 10 ? 0 : info.dwBuildNumber;
}

static int run(int count, wchar_t **words)
{
    static wchar_t own[LONGEST], path[LONGEST + 32];
    static wchar_t *const fixed[] = {L"-I", L"-S", L"-B", L"-X", L"utf8", L"-m", MODULE};
    enum { FIXED = sizeof fixed / sizeof *fixed };
    DWORD length = GetModuleFileNameW(NULL, own, LONGEST);
    wchar_t *slash = length && length < LONGEST ? wcsrchr(own, L'\\') : NULL;
    wchar_t **all = calloc((size_t)count + FIXED + 1, sizeof *all);
    HMODULE library;
    py_main python;
    int code;

    if (windows_build() < FIRST_BUILD)
        return refuse(NAME L"需要 Windows 10（1809 版，2018 年 10 月更新）或更高版本的 64 位 Windows，"
                           L"不能在这台电脑上运行。");
    if (!slash || !all)
        return refuse(NAME L"没有能够启动：程序所在文件夹的路径太长，请移到路径较短的文件夹。");

    SetDllDirectoryW(L""); /* no library from the current folder, which may be anybody's */
    swprintf(path, LONGEST + 32, L"%.*ls\\runtime\\python311.dll", (int)(slash - own), own);
    library = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    python = library ? (py_main)(void *)GetProcAddress(library, "Py_Main") : NULL;
    if (!python)
        return refuse(NAME L"的程序文件不完整（缺少 runtime 文件夹中的文件）。\n\n"
                           L"请重新运行安装程序；便携版请把压缩包重新完整解压。您的套表文件不受影响。");

    all[0] = own;
    for (int i = 0; i < FIXED; i++)
        all[1 + i] = fixed[i];
    for (int i = 1; i < count; i++)
        all[FIXED + i] = words[i];
    code = python(FIXED + (count > 0 ? count : 1), all);
#ifndef CONSOLE
    if (code == 1 || code < 0)
        refuse(NAME L"遇到问题，没有能够启动。您的套表文件不受影响。\n\n"
                    L"请重新运行安装程序；便携版请把压缩包重新完整解压。如果仍然不行，请联系技术支持。");
#endif
    return code;
}

#ifdef CONSOLE
int wmain(int count, wchar_t **words)
{
    return run(count, words);
}
#else
int WINAPI wWinMain(HINSTANCE own, HINSTANCE previous, wchar_t *line, int show)
{
    int count = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    (void)own, (void)previous, (void)line, (void)show;
    return run(words ? count : 0, words);
}
#endif
