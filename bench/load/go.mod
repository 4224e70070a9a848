module kubeforge.io/bench/load

go 1.22
