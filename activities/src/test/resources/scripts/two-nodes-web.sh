# kubeforge-script: two-nodes-web
# shellcheck shell=sh
# On a control-plane node: a pod on every worker, and each of them reached by each by the name of a Service.
set -eu
export LC_ALL=C

k() { kubectl --kubeconfig /etc/kubernetes/admin.conf "$@"; }

k apply -f - <<'Y'
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: busybox:1.36
          command: [sh, -c, "mkdir /w; hostname >/w/index.html; exec httpd -f -p 8080 -h /w"]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
Y
k rollout status daemonset/web --timeout=180s
pods=$(k get pods -l app=web -o 'jsonpath={.items[*].metadata.name}')
for pod in $pods; do
    for address in $(k get pods -l app=web -o 'jsonpath={.items[*].status.podIP}'); do
        k exec "$pod" -- timeout 5 wget -qO- "http://$address:8080/" >/dev/null
    done
    # A Service picks a pod at random: thirty answers name both of two pods.
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
        k exec "$pod" -- timeout 5 wget -qO- http://web.default.svc.cluster.local/
    done
done | sort -u | sed 's/^/answered=/'
