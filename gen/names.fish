# names.fish: list stores, campaigns, and templates from the database, and the words of "crt X".
# It prints no errors, and nothing if the database does not respond within a second.
function __crt_list
    env PGCONNECT_TIMEOUT=1 timeout 1 $argv --csv --quiet 2>/dev/null </dev/null | tail -n +2
end
function __crt_names
    set -l tokens (commandline -opc)
    set -l at (string replace -rf '^(.*/).*' '$1' -- $tokens[1])
    switch $argv[1]
        case stores
            __crt_list "$at"crt-sync store list | cut -d , -f 1 | grep -x '[A-Za-z0-9._-]*' | sort -u
        case campaigns
            __crt_list "$at"crt-campaign list | cut -d , -f 2 | grep -x '[A-Za-z0-9._-]*' | sort -u
        case templates
            __crt_list "$at"crt-campaign templates | cut -d , -f 2 | grep -x '[A-Za-z0-9._-]*' | sort -u
    end
end
function __crt_other
    set -l tokens (commandline -opc)
    set -l line crt-$tokens[2]
    set -e tokens[1..2]
    complete -C (string join ' ' -- $line $tokens (commandline -ct))
end
