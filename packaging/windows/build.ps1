# Makes the Windows setup program into dist: needs Python 3.11 from python.org and NSIS on the PATH.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

$environment = "build\packages\venv"
if (-not (Test-Path "$environment\ready")) {
    py -3.11 -m venv $environment
    & "$environment\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --require-hashes `
        -r packaging\requirements.lock
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    New-Item -ItemType File "$environment\ready" | Out-Null
}
$env:PYTHONPATH = "packaging"
& "$environment\Scripts\python.exe" -m installers @args
exit $LASTEXITCODE
