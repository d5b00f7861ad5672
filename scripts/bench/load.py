"""Load on a page, by wrk: requests a second, p50 and p95 in milliseconds at so many connections."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

REPORT = """
done = function(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95),
    summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""


@dataclass(frozen=True)
class Load:
    """`rate` requests a second; `p50` and `p95` milliseconds; `errors` answers that were not 2xx or 3xx."""

    rate: float
    p50: float
    p95: float
    errors: int


def require() -> None:
    """Before anything is measured, not after minutes of preparing."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not installed: apt-get install wrk")


def on(address: str, connections: int, seconds: int = 4, host: str = "", cookie: str = "") -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(REPORT)
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script.name]
        if host:
            command += ["-H", f"Host: {host}"]
        if cookie:
            command += ["-H", f"Cookie: {cookie}"]
        done = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", done.stdout)
    if not found:
        raise RuntimeError(done.stdout)
    requests, duration, p50, p95, errors = (int(part) for part in found.groups())
    return Load(requests / (duration / 1e6), p50 / 1000, p95 / 1000, errors)
