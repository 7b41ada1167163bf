# Sourced by ./quickstart and bench/run: builds what they run, unless that is built, and runs a Java program that starts other
# processes so that none of them is left behind. To be sourced in the root of the repository, with these set:
#   WHAT     how messages call the caller
#   WORK     its folder for logs
#   MODULES  the Maven modules that it runs
# Works with the bash 3.2 of macOS.
# shellcheck shell=bash

readonly BUILT=$WORK/built
readonly ERRORS=$WORK/errors.log
readonly JAR=connector/target/connector.jar

# --- what is needed -------------------------------------------------------------------------------------------------

is_jdk_25() {
  [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25[".]' "$1/release" 2>/dev/null
}

# Prints its folder, or nothing.
find_jdk_25() {
  local home java
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.jdks/*/Contents/Home; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      echo "$home"
      return
    fi
  done
  if [ -x /usr/libexec/java_home ] && home=$(/usr/libexec/java_home -v 25 2>/dev/null) && is_jdk_25 "$home"; then
    echo "$home"
  elif java=$(command -v java); then
    home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    if is_jdk_25 "$home"; then echo "$home"; fi
  fi
}

# at_least 20.11 20.20.2
at_least() {
  local want_major=${1%%.*} want_minor=${1#*.} major minor
  major=${2%%.*}
  minor=${2#*.}
  minor=${minor%%.*}
  [ "$major" -gt "$want_major" ] || { [ "$major" -eq "$want_major" ] && [ "$minor" -ge "$want_minor" ]; }
}

maven_version() {
  mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1
}

# Everything that is missing at once.
check_tools() {
  local missing="" version
  if [ -z "$JDK" ]; then
    missing="$missing
  JDK 25         https://adoptium.net, or: sdk install java 25-tem, or: brew install temurin@25;
                 if it is somewhere unusual, set JAVA_HOME"
  fi
  version=$(node --version 2>/dev/null | sed 's/^v//') || true
  if [ -z "$version" ] || ! at_least 20.11 "$version"; then
    missing="$missing
  Node >= 20.11  https://nodejs.org, or: brew install node${version:+ (found $version)}"
  fi
  if ! command -v npm >/dev/null; then
    missing="$missing
  npm            comes with Node; Debian has it in a package of its own: apt-get install npm"
  fi
  version=$(maven_version) || true
  if [ -z "$version" ] || ! at_least 3.8 "$version"; then
    missing="$missing
  Maven >= 3.8   https://maven.apache.org, or: apt-get install maven, or: brew install maven${version:+ (found $version)}"
  fi
  if [ -n "$missing" ]; then
    printf '%s needs what this machine does not have:%s\n' "$WHAT" "$missing" >&2
    exit 1
  fi
}

# --- the build ------------------------------------------------------------------------------------------------------

# What a module is built from. (The chart and the resource definitions are read as they are.)
sources_of() {
  case $1 in
    local) echo "local/pom.xml local/src/main local/whatsapp/package.json local/whatsapp/tsconfig.json local/whatsapp/src" ;;
    connector) echo "connector/pom.xml connector/src/main connector/bridge/package.json connector/bridge/tsconfig.json
      connector/bridge/bundle.js
      connector/bridge/src connector/bridge/proto connector/page/public" ;;
    *) echo "$1/pom.xml $1/src/main" ;;
  esac
  echo "pom.xml package-lock.json tsconfig.base.json"
}

# Its archive as the build has left it. (The time of the connector's final jar is that of the release.)
archive_of() {
  case $1 in
    connector) echo "$JAR.original" ;;
    *) echo "$1"/target/"$1"-*.jar ;;
  esac
}

# newer_sources FILE MODULE ... prints one, or nothing. Directories count too: they change when a file is removed.
newer_sources() {
  local reference=$1 module
  shift
  for module in "$@"; do
    # shellcheck disable=SC2046 # none of the paths has a blank
    find $(sources_of "$module") -newer "$reference" -print
  done | head -n 1
}

is_built() {
  local built module archive
  for built in "$JAR" connector/bridge/dist/src/main.js local/whatsapp/dist/src/main.js node_modules; do
    [ -e "$built" ] || return 1
  done
  for module in $MODULES; do
    [ -e "$module/target/classes/dev" ] && [ -e "$module/target/lib" ] || return 1
  done
  # shellcheck disable=SC2086 # one argument for each module
  if [ -e "$BUILT" ] && [ -z "$(newer_sources "$BUILT" $MODULES)" ]; then return 0; fi
  # After a build by hand there is no stamp, or an old one.
  for module in $MODULES; do
    archive=$(archive_of "$module")
    if [ ! -e "$archive" ] || [ -n "$(newer_sources "$archive" "$module")" ]; then return 1; fi
  done
}

build() {
  local log=$WORK/build.log starting=$WORK/building
  echo "Building (the first time takes some minutes) ..."
  # Sources that change during the build are newer than this.
  touch "$starting"
  if ! JAVA_HOME=$JDK mvn -q -B -DskipTests package </dev/null >"$log" 2>&1; then
    echo "The build failed. The end of $PWD/$log:" >&2
    tail -n 40 "$log" >&2
    exit 1
  fi
  mv "$starting" "$BUILT"
}

# --- the run --------------------------------------------------------------------------------------------------------

# run_java OPTION ... CLASS ARGUMENT ...: to its end, then ends this script with its status.
run_java() {
  local jvm status signalled=""
  trap 'signalled=130' INT
  trap 'signalled=143' TERM HUP
  # In a process group of its own, so that Ctrl-C reaches this script only, and the parts are stopped in order.
  set -m
  "$JDK/bin/java" --enable-native-access=ALL-UNNAMED "$@" </dev/null 2>"$ERRORS" &
  jvm=$!
  set +m
  # A trapped signal ends 'wait' before the process has ended; its shutdown hook does the stopping.
  while :; do
    status=0
    wait "$jvm" || status=$?
    if ! kill -0 "$jvm" 2>/dev/null; then break; fi
    if [ -n "$signalled" ]; then kill -TERM "$jvm" 2>/dev/null || true; fi
  done
  clean_up "$jvm"
  # What libraries say about themselves is of interest only then.
  if [ -z "$signalled" ] && [ "$status" -ne 0 ]; then cat "$ERRORS" >&2; fi
  exit "${signalled:-$status}"
}

# Only if the JVM was killed is anything left: processes of its group, and what after_run knows of.
clean_up() {
  local jvm=$1 waits=0
  kill -TERM -- "-$jvm" 2>/dev/null || true
  while [ "$waits" -lt 100 ] && kill -0 -- "-$jvm" 2>/dev/null; do
    if [ "$waits" -eq 50 ]; then kill -KILL -- "-$jvm" 2>/dev/null || true; fi
    waits=$((waits + 1))
    sleep 0.1
  done
  after_run "$jvm"
}

# after_run PID: what the caller may add.
after_run() {
  :
}
