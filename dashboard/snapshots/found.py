"""Where Chromium is, and how it is started."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable", "chrome")
# the browser's own window, which nobody sees: parts of it are pages with a process of their own
_OFF = (
    "Translate", "MediaRouter", "OptimizationHints", "BackForwardCache", "InitialWebUI", "InitialWebUISurfaceSync", "PreloadTopChromeWebUI",
    "WebUILocationBar", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxPopup", "WebUIReloadButton", "WebUIToolbar",
)  # fmt: skip
FLAGS = (
    "--headless=new", "--remote-debugging-pipe", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--disable-breakpad", "--disable-crash-reporter", "--disable-domain-reliability",
    "--disable-client-side-phishing-detection", "--disable-quic", "--disable-dev-shm-usage", "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding", "--disable-background-timer-throttling",
    f"--disable-features={','.join(_OFF)}",
    "--password-store=basic", "--use-mock-keychain", "--mute-audio", "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none", "--disable-lcd-text", "--lang=zh-CN", "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",      # its only host is this one
)  # fmt: skip


def chromium() -> str:
    """Path of a Chromium of this machine, "" where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), "")


def command(executable: str, folder: str) -> list[str]:
    """The command line; `folder` is the browser's own, new and empty."""
    is_root = os.geteuid() == 0             # Chromium's sandbox refuses root
    return [executable, *FLAGS, *(["--no-sandbox"] if is_root else []), f"--user-data-dir={folder}", "about:blank"]
