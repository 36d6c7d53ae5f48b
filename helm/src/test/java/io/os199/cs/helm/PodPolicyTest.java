package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What holds for every pod that the chart makes, whatever the values. */
class PodPolicyTest {
    private static final Pattern DEADLINE = Pattern.compile("deadlineSeconds *= *(\\d+)");

    static List<String> renderings() {
        return Renderings.NAMES;
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void meetsTheRestrictedPodSecurityStandard(String rendering) {
        pods(rendering)
                .forEach(
                        (name, pod) -> {
                            assertThat(pod.getHostNetwork()).as(name).isNull();
                            assertThat(pod.getHostPID()).as(name).isNull();
                            assertThat(pod.getHostIPC()).as(name).isNull();
                            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
                            assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
                            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                                    .isEqualTo("RuntimeDefault");
                            assertThat(pod.getVolumes())
                                    .as(name)
                                    .allMatch(PodPolicyTest::isAllowed);
                            for (Container container : pod.getContainers()) {
                                var context = container.getSecurityContext();
                                assertThat(context.getAllowPrivilegeEscalation())
                                        .as(name)
                                        .isFalse();
                                assertThat(context.getReadOnlyRootFilesystem()).as(name).isTrue();
                                assertThat(context.getCapabilities().getDrop())
                                        .containsExactly("ALL");
                                assertThat(context.getCapabilities().getAdd()).isEmpty();
                                assertThat(container.getPorts())
                                        .allMatch(port -> port.getHostPort() == null);
                            }
                        });
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void statesWhatEachContainerTakes(String rendering) {
        for (PodSpec pod : pods(rendering).values()) {
            assertThat(pod.getInitContainers()).isEmpty();
            for (Container container : pod.getContainers()) {
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKey("memory");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void holdsNoTokenOfTheKubernetesApi(String rendering) {
        List<HasMetadata> manifests = Chart.manifests(Renderings.render(rendering));
        assertThat(manifests.stream().filter(ServiceAccount.class::isInstance))
                .isNotEmpty()
                .allMatch(account -> !((ServiceAccount) account).getAutomountServiceAccountToken());
        assertThat(pods(rendering).values())
                .allMatch(pod -> !pod.getAutomountServiceAccountToken());
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void isProbedAndReplacedWithoutAGap(String rendering) {
        List<Deployment> deployments = deployments(rendering);
        assertThat(deployments).hasSize(2);
        for (Deployment deployment : deployments) {
            RollingUpdateDeployment update = deployment.getSpec().getStrategy().getRollingUpdate();
            assertThat(update.getMaxUnavailable().getIntVal()).isZero();
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertThat(pod.getTopologySpreadConstraints()).hasSize(2);
            for (Container container : pod.getContainers()) {
                assertThat(path(container.getStartupProbe())).isEqualTo("/health");
                assertThat(path(container.getLivenessProbe())).isEqualTo("/health");
                assertThat(path(container.getReadinessProbe())).isEqualTo("/ready");
                assertThat(container.getPorts()).anyMatch(port -> port.getName().equals("admin"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void hasTheTimeToEndItsLongestCall(String rendering) throws IOException {
        PodSpec api = deployments(rendering).getFirst().getSpec().getTemplate().getSpec();
        String drain =
                api.getContainers().getFirst().getEnv().stream()
                        .filter(variable -> variable.getName().equals("CS_DRAIN"))
                        .findFirst()
                        .orElseThrow()
                        .getValue();
        long drained = Long.parseLong(drain.replace("s", ""));
        assertThat(api.getTerminationGracePeriodSeconds() - drained)
                .isGreaterThan(longestDeadline());
    }

    private static long longestDeadline() throws IOException {
        Path tools = Chart.PROJECT.resolve("api-server/src/main/java/io/os199/cs/api/tools");
        try (Stream<Path> files = Files.walk(tools)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> DEADLINE.matcher(read(file)).results())
                    .map((MatchResult found) -> Long.valueOf(found.group(1)))
                    .max(Long::compare)
                    .orElseThrow();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    private static boolean isAllowed(Volume volume) {
        return volume.getConfigMap() != null
                || volume.getSecret() != null
                || volume.getEmptyDir() != null
                || volume.getProjected() != null
                || volume.getCsi() != null;
    }

    private static List<Deployment> deployments(String rendering) {
        return Chart.manifests(Renderings.render(rendering)).stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .sorted((a, b) -> a.getMetadata().getName().compareTo(b.getMetadata().getName()))
                .toList();
    }

    private static Map<String, PodSpec> pods(String rendering) {
        Map<String, PodSpec> pods = new LinkedHashMap<>();
        for (HasMetadata manifest : Chart.manifests(Renderings.render(rendering))) {
            PodSpec pod =
                    switch (manifest) {
                        case Deployment deployment -> deployment.getSpec().getTemplate().getSpec();
                        case Job job -> job.getSpec().getTemplate().getSpec();
                        case Pod single -> single.getSpec();
                        default -> null;
                    };
            if (pod != null) {
                pods.put(manifest.getMetadata().getName(), pod);
            }
        }
        assertThat(pods).containsKeys("cs-mcp-api", "cs-mcp-worker", "cs-mcp-test");
        return pods;
    }
}
