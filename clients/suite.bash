# What the run scripts of the suites share; they source it first. It moves to the suite's directory and ends the script if there is no
# service to test against.
set -euo pipefail

clients=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
suite=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
cd "$suite"

if [ -z "${DSQL_ENDPOINT:-}" ] || [ -z "${SUITE_WORK:-}" ]; then
  printf 'This suite needs a service. Run it with: clients/run %s\n' "${suite#"$clients"/}" >&2
  exit 2
fi

# need COMMAND...: ends the suite if a tool is missing.
need() {
  local tool
  for tool in "$@"; do
    if ! command -v "$tool" >/dev/null; then
      printf '%s is missing. .ci/run installs it on Debian.\n' "$tool" >&2
      exit 1
    fi
  done
}

# Runs a command that finds the cluster's endpoint in /etc/hosts, for clients that have no other way to be told an address. The file is
# replaced in a mount namespace of that command alone; nobody else sees it.
with_endpoint_in_hosts() {
  local namespace=(unshare --mount)
  [ "$(id -u)" -eq 0 ] || namespace+=(--map-root-user)
  need unshare
  if ! "${namespace[@]}" true; then
    echo "No mount namespace can be made here. Run this as root, or where user namespaces are allowed." >&2
    exit 1
  fi
  "${namespace[@]}" sh -c 'mount --bind "$DSQL_HOSTS" /etc/hosts && exec "$@"' sh "$@"
}

# Runs the suite's test_*.py with the packages of its requirements.txt, if it has any.
python_suite() {
  local python=python3
  need python3
  if [ -f requirements.txt ]; then
    python=$SUITE_WORK/venv/bin/python
    [ -x "$python" ] || python3 -m venv "$SUITE_WORK/venv"
    "$python" -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
  fi
  PYTHONDONTWRITEBYTECODE=1 "$@" "$python" "$clients/unittest_suite.py"
}

# Runs the JUnit tests of the suite's pom.xml.
maven_suite() {
  local status=0
  need mvn
  rm -rf target/surefire-reports
  # Maven resets the colours of a terminal even where there is none.
  mvn --quiet --batch-mode --no-transfer-progress test | sed 's/\x1b\[0m//g' || status=$?
  find target/surefire-reports -name 'TEST-*.xml' -exec cat {} + | awk '
    function report() { if (test != "") { print test " ... " (bad ? "FAILED" : "ok"); tests++; failed += bad } test = "" }
    /<testcase /             { report(); bad = 0; match($0, / name="[^"]*"/); test = substr($0, RSTART + 7, RLENGTH - 8) }
    /<(failure|error|skipped)/ { bad = 1 }
    END                      { report(); printf "%d passed, %d failed\n", tests - failed, failed }'
  return $status
}
