"""What a measurement ran on, and how much memory the site took."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def resident_memory(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """Megabytes of each process in the group, by what it is: 'web', 'worker', 'start'. Proportional share, so that
    pages shared between processes are not counted twice."""
    found: dict[str, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) != process.pid:
                continue
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            share = re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.MULTILINE)
        except (OSError, ProcessLookupError):
            continue
        name = (
            "worker"
            if "worker" in words.split()[-3:] or " worker" in words
            else "web"
            if "granian" in words
            else "start"
        )
        found[name] = max(found.get(name, 0), int(share.group(1)) // 1024 if share else 0)
    return found


def machine() -> str:
    """The machine in one line: processor, cores, memory, system, Python."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    gigabytes = int(memory.group(1)) // 1024**2 if memory else 0
    return (
        f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, {gigabytes} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def measured_here() -> str:
    """When and on what a section was measured, and what else the machine did."""
    today = datetime.now(UTC).date().isoformat()
    return f"Measured on {today}: {machine()}, load average {os.getloadavg()[0]:.1f} before."
