# Read by the launchers, not run.
# find_java TOOL: prints the home of a Java 25 or newer that has bin/TOOL (java to run, javac to build), or fails.
find_java() {
    on_path=$(command -v java || true)
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
        on_path=${on_path%/bin/java}
    fi
    for home in "${MLSCALE_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* \
        "${HOME:-}"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$home" ] && [ -x "$home/bin/$1" ] && [ "$(java_feature "$home")" -ge 25 ]; then
            echo "$home"
            return 0
        fi
    done
    echo "mlscale: Java 25 or newer is needed and none was found; get a JDK from https://adoptium.net" \
        "(or: apt install temurin-25-jdk, sdk install java 25-tem, brew install temurin@25)" >&2
    return 1
}

# The version's first number, out of the file "release" that every JDK has: asking java itself costs a start of it.
java_feature() {
    feature=
    if [ -r "$1/release" ]; then
        while IFS= read -r line; do
            case $line in
                JAVA_VERSION=*) feature=${line#*\"}; feature=${feature%%[!0-9]*} ;;
            esac
        done <"$1/release"
    fi
    echo "${feature:-0}"
}
