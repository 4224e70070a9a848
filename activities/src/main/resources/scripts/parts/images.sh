# kubeforge-part: images
# shellcheck shell=sh disable=SC2153,SC2154
# Where containerd finds images: registries with their mirrors and credentials, and archives.
certs=/etc/containerd/certs.d
archives=/var/lib/kubeforge/archives

registry_hosts() { # REGISTRY
    origin=https://$1
    if [ "$1" = docker.io ]; then origin=https://registry-1.docker.io; fi
    echo "$written
server = \"$origin\""
    printf '%s\n' "$MIRRORS" | while read -r registry endpoint; do
        if [ "$registry" = "$1" ]; then
            echo "[host.\"$endpoint\"]
  capabilities = [\"pull\", \"resolve\"]"
        fi
    done
}

# As the runtime's own configuration has it: it answers Basic as well as Bearer challenges with these.
registry_passwords() { # PLUGIN
    printf '%s\n' "$CREDENTIALS" | while read -r host number; do
        [ -n "$host" ] || continue
        if [ "$host" = docker.io ]; then host='registry-1.docker.io'; fi
        eval "password=\$CREDENTIAL_$number"
        # shellcheck disable=SC2153,SC2154
        echo "[plugins.\"$1\".registry.configs.\"$host\".auth]
  auth = \"$password\""
    done
}

# containerd reads these files at every pull; nothing needs a restart.
registries() {
    item "Image registries"
    known=$(printf '%s\n' "$MIRRORS" | awk 'NF { print $1 }' | sort -u)
    for registry in $known; do
        put "$certs/$registry/hosts.toml" "$(registry_hosts "$registry")" || true
    done
    for file in "$certs"/*/hosts.toml; do
        [ -f "$file" ] || continue
        registry=${file%/hosts.toml}
        if grep -qxF "$written" "$file" && ! printf '%s\n' "$known" | grep -qxF "${registry##*/}"; then
            rm -f "$file"
            changed "$file"
        fi
    done
}

# The runtime pulls images through the proxy; a change is known only to the next start.
runtime_proxy() {
    file=/etc/systemd/system/containerd.service.d/kubeforge-proxy.conf
    proxy=$(echo "$PROXY" | sed 's/%/%%/g') # systemd's own sign
    content="$written
[Service]
Environment=HTTP_PROXY=$proxy HTTPS_PROXY=$proxy NO_PROXY=$NO_PROXY"
    if [ -n "$PROXY" ]; then
        if ! [ -f $file ] || [ "$(cat $file)" != "$content" ]; then
            : >"$restart_containerd"
            put $file "$content"
        fi
    elif [ -f $file ]; then
        : >"$restart_containerd"
        rm -f $file
        changed $file
    fi
    if [ -f "$restart_containerd" ]; then systemctl daemon-reload; fi
}

# The names of the images in an archive, whichever program wrote it, as containerd spells them.
names_in() { # FILE
    tar -xOf "$1" manifest.json ./manifest.json index.json ./index.json 2>/dev/null | tr -d ' \n\t' \
        | grep -oE '"RepoTags":\[[^]]*\]|"io\.containerd\.image\.name":"[^"]*"' \
        | sed 's/^"RepoTags":\[//; s/^"io\.containerd\.image\.name"://; s/\]$//' | tr ',' '\n' | tr -d '"' \
        | awk -F/ '
            NF == 1 { print "docker.io/library/" $0; next }
            $1 !~ /[.:]/ && $1 != "localhost" { print "docker.io/" $0; next }
            { print }' | sort -u
}

# By what containerd has whole, not by our own record: an import may have been cut off.
has_images() { # FILE-WITH-NAMES
    [ -s "$1" ] || return 1
    ctr -n k8s.io images check -q >"$work/images" 2>/dev/null || return 1
    ! grep -vxF -f "$work/images" "$1" | grep -q .
}

has_digest() { [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]; } # FILE SHA256

download() { # URL FILE
    via_proxy curl -fsSL --connect-timeout 15 --retry 3 --speed-limit 1024 --speed-time 60 -C - -o "$2" "$1"
}

# What is there of a download that was cut off is gone on with, unless the server cannot, or has another file by now.
fetch() { # URL SHA256 FILE
    if has_digest "$3" "$2"; then return 0; fi
    case $1 in
        /*)
            [ -r "$1" ] || fail 10 "The image archive $1 is not on this host."
            ln -sf "$1" "$3"
            ;;
        *)
            if download "$1" "$3" && has_digest "$3" "$2"; then return 0; fi
            rm -f "$3"
            download "$1" "$3" || fail 10 "The image archive $1 cannot be fetched from this host (see the line above)."
            ;;
    esac
    if ! has_digest "$3" "$2"; then
        digest=$(sha256sum "$3" | cut -d ' ' -f 1)
        rm -f "$3"
        fail 11 "The image archive $1 has the digest sha256:$digest, not that of spec.images.archives; nothing was imported."
    fi
}

import() { # URL FILE NAMES
    names_in "$2" >"$work/names"
    [ -s "$work/names" ] || fail 11 "The image archive $1 names no images; nothing was imported."
    ctr -n k8s.io images import "$2" >"$work/import" 2>&1 \
        || fail 11 "The image archive $1 cannot be imported: $(tail -n 2 "$work/import" | tr '\n' ' ')"
    has_images "$work/names" || fail 11 "The image archive $1 was imported, but containerd lacks some of $(tr '\n' ' ' <"$work/names")."
    # The kubelet removes images when the disk is full; a site without a registry could not get these back.
    while read -r name; do
        ctr -n k8s.io images label "$name" io.cri-containerd.pinned=pinned >/dev/null
    done <"$work/names"
    mv -f "$work/names" "$3"
}

image_archives() {
    item "Image archives"
    mkdir -p $archives
    printf '%s\n' "$ARCHIVES" | while read -r sha256 url; do
        [ -n "$sha256" ] || continue
        if has_images "$archives/$sha256.names"; then continue; fi
        fetch "$url" "$sha256" "$archives/$sha256.part"
        import "$url" "$archives/$sha256.part" "$archives/$sha256.names"
        rm -f "$archives/$sha256.part"
        changed "images of $url"
    done
}
