# syntax=docker/dockerfile:1
# The images of KubeForge's two processes: `docker build --target api .` and `docker build --target worker .`

FROM eclipse-temurin:17.0.15_6-jdk-jammy AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -q -DskipTests package dependency:copy-dependencies -DincludeScope=runtime -pl api,worker -am && \
    for module in api worker; do \
      mkdir -p /out/$module && \
      cp $module/target/dependency/*.jar $module/target/kubeforge-$module-*.jar /out/$module/; \
    done

FROM eclipse-temurin:17.0.15_6-jre-jammy AS base
# The keyset's volume takes over owner and mode of this folder when it is first used.
RUN useradd --system --uid 10001 --no-create-home kubeforge && \
    install -d -o kubeforge -g kubeforge -m 0700 /var/lib/kubeforge
COPY deploy/logback.xml /opt/kubeforge/logback.xml
USER kubeforge
# Each further arena of glibc's allocator keeps memory for itself that compressing took from it.
ENV MALLOC_ARENA_MAX=2
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError -Dlogback.configurationFile=/opt/kubeforge/logback.xml"

FROM base AS api
# Enough for 10,000 hosts and 5,000 watches, in half a gigabyte altogether: docs/benchmarks.md.
ENV JAVA_TOOL_OPTIONS="-Xmx224m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Dlogback.configurationFile=/opt/kubeforge/logback.xml"
COPY --from=build /out/api /opt/kubeforge/lib
EXPOSE 8443
ENTRYPOINT ["java", "-cp", "/opt/kubeforge/lib/*", "io.kubeforge.api.ApiApplication"]

FROM base AS worker
COPY --from=build /out/worker /opt/kubeforge/lib
ENTRYPOINT ["java", "-cp", "/opt/kubeforge/lib/*", "io.kubeforge.worker.WorkerApplication"]
