# shellcheck shell=bash
# apis.sh: sourced by scripts here that need the API alone: PostgreSQL and as many api processes as there are $api_ports,
# without Temporal. Whoever sources it stands in the repository's root.
# shellcheck disable=SC2154

# shellcheck source=e2e/processes.sh
source e2e/processes.sh

build_api() {
    ./mvnw -B -q -Dmaven.test.skip=true -Dspotless.check.skip package dependency:copy-dependencies \
        -DincludeScope=runtime -pl api -am
    api_path="api/target/dependency/*:$(echo api/target/kubeforge-api-*.jar)"
}

start_api() { # N
    KUBEFORGE_API_PORT=${api_ports[$1 - 1]} background "api$1" "${java[@]}" "$api_path" io.kubeforge.api.ApiApplication
}

ready() { # N
    curl -sSf -o /dev/null --max-time 5 --cacert "$work/ca.pem" "https://127.0.0.1:${api_ports[$1 - 1]}/readyz"
}

await_apis() {
    for ((n = 1; n <= ${#api_ports[@]}; n++)); do await 240 "api $n does not answer" ready "$n"; done
}

# PostgreSQL and COUNT api processes, once they answer; $work/kubeconfig and $work/ca.pem are for their clients.
start_apis() { # COUNT
    find_postgres
    read -r -a api_ports <<<"$(free_ports $(($1 + 1)))"
    postgres_port=${api_ports[-1]}
    unset 'api_ports[-1]'
    say "PostgreSQL $("$postgres/postgres" --version | awk '{ print $3 }') and $1 api processes"
    start_postgres
    configure_kubeforge
    export KUBEFORGE_API_TEMPORAL_ENABLED=false
    for ((n = 1; n <= $1; n++)); do start_api "$n"; done
    write_kubeconfig "${api_ports[0]}" "$work/kubeconfig"
    sed -n 's/ *certificate-authority-data: //p' "$work/kubeconfig" | base64 -d >"$work/ca.pem"
    await_apis
}

make_namespaces() { # NAME…
    local token
    token=$(sed -n 's/ *token: //p' "$work/kubeconfig")
    for namespace in "$@"; do
        printf 'header = "Authorization: Bearer %s"\n' "$token" \
            | curl -sSf -o /dev/null --cacert "$work/ca.pem" -K - -H 'Content-Type: application/json' \
                -d "{\"metadata\": {\"name\": \"$namespace\"}}" "https://127.0.0.1:${api_ports[0]}/api/v1/namespaces"
    done
}
