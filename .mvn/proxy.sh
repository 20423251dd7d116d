#!/bin/sh
# Maven ignores http_proxy, https_proxy and no_proxy. Where they are set, this writes them to target/proxy-settings.xml
# and prints the options that make Maven read it (relative to the checkout, without blanks); else it prints nothing:
#     mvn $(sh .mvn/proxy.sh) verify
# A file and not -Dhttps.proxyUser=...: Maven 3.8 and 3.9 ignore that one, and a password does not belong into ps.
set -eu
cd "$(dirname "$0")/.."

export HTTP="${http_proxy:-${HTTP_PROXY:-}}" HTTPS="${https_proxy:-${HTTPS_PROXY:-}}" NONE="${no_proxy:-${NO_PROXY:-}}"
[ -n "$HTTP$HTTPS" ] || exit 0

mkdir -p target
umask 077
rm -f target/proxy-settings.xml
LC_ALL=C awk '
    function hex(c) { return index("0123456789abcdef", tolower(c)) - 1 }

    # Percent signs of the URL decoded, then what XML reserves encoded.
    function text(s,    out, i) {
        while ((i = index(s, "%")) > 0) {
            out = out substr(s, 1, i - 1) sprintf("%c", hex(substr(s, i + 1, 1)) * 16 + hex(substr(s, i + 2, 1)))
            s = substr(s, i + 3)
        }
        s = out s
        gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s)
        return s
    }

    # url: http://user:password@host:port/, where all but the host may be missing.
    function proxy(protocol, url, none,    port, login, colon) {
        if (url == "") return
        port = url ~ /^https:/ ? 443 : 80
        sub(/^[A-Za-z0-9]+:\/\//, "", url); sub(/\/.*$/, "", url)
        printf "<proxy><id>%s</id><protocol>%s</protocol>", protocol, protocol
        if (match(url, /^.*@/)) {
            login = substr(url, 1, RLENGTH - 1); url = substr(url, RLENGTH + 1)
            colon = index(login ":", ":")
            printf "<username>%s</username>", text(substr(login, 1, colon - 1))
            printf "<password>%s</password>", text(substr(login, colon + 1))
        }
        if (match(url, /:[0-9]+$/)) { port = substr(url, RSTART + 1); url = substr(url, 1, RSTART - 1) }
        printf "<host>%s</host><port>%s</port><nonProxyHosts>%s</nonProxyHosts></proxy>\n", text(url), port, none
    }

    # "a.org,.b.org" means these hosts and all below them; Maven writes that a.org|*.a.org|b.org|*.b.org.
    function exceptions(list,    count, parts, i, out) {
        count = split(list, parts, /[ ,]+/)
        for (i = 1; i <= count; i++) {
            sub(/^\*?\./, "", parts[i]); sub(/:[0-9]+$/, "", parts[i])
            if (parts[i] != "") out = out (out == "" ? "" : "|") (parts[i] == "*" ? "*" : parts[i] "|*." parts[i])
        }
        return text(out)
    }

    BEGIN {
        none = exceptions(ENVIRON["NONE"])
        print "<settings><proxies>"
        proxy("http", ENVIRON["HTTP"], none)
        proxy("https", ENVIRON["HTTPS"], none)
        print "</proxies></settings>"
    }' >target/proxy-settings.xml
echo "-gs target/proxy-settings.xml"
