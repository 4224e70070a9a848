#!/bin/sh
# Makes the namespace of KubeForge's workflows and tells it the search attributes by which operators find them.
set -eu

namespace=default
retention=30d

if temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; then
    temporal operator namespace update --namespace "$namespace" --retention "$retention"
else
    temporal operator namespace create --namespace "$namespace" --retention "$retention"
fi

known=$(temporal operator search-attribute list --namespace "$namespace")
for attribute in KubeForgeCluster KubeForgeStage KubeForgeHost; do
    case $known in
        *"$attribute"*) ;;
        *) temporal operator search-attribute create --namespace "$namespace" --name "$attribute" --type Keyword ;;
    esac
done
