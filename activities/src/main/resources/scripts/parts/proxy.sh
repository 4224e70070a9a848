# kubeforge-part: proxy
# shellcheck shell=sh
# How this host reaches packages, images and manifests; nothing else goes through the proxy.
PROXY=${PROXY:-} NO_PROXY=${NO_PROXY:-}

via_proxy() { # COMMAND …
    if [ -n "$PROXY" ]; then
        env http_proxy="$PROXY" https_proxy="$PROXY" no_proxy="$NO_PROXY" "$@"
    else
        "$@"
    fi
}
