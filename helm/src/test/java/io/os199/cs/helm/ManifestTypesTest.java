package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Kubernetes accepts every manifest: no wrong type, no unknown field. */
class ManifestTypesTest {
    private static final Set<String> CUSTOM =
            Set.of("external-secrets.io/v1", "keda.sh/v1alpha1", "monitoring.coreos.com/v1");

    static List<String> renderings() {
        return Renderings.NAMES;
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void hasNoFieldThatKubernetesDoesNotKnow(String rendering) {
        List<HasMetadata> manifests = Chart.manifests(Renderings.render(rendering));
        assertThat(manifests).hasSizeGreaterThan(8);
        for (HasMetadata manifest : manifests) {
            String name = manifest.getKind() + "/" + manifest.getMetadata().getName();
            if (manifest instanceof GenericKubernetesResource) {
                assertThat(CUSTOM).as(name).contains(manifest.getApiVersion());
            } else {
                assertThat(unknown(name, manifest)).isEmpty();
            }
        }
    }

    @Test
    void wouldFindOne() {
        String wrong = Renderings.render("small").replace("revisionHistoryLimit", "revisionLimit");
        List<String> found = new ArrayList<>();
        for (HasMetadata manifest : Chart.manifests(wrong)) {
            found.addAll(unknown(manifest.getKind(), manifest));
        }
        assertThat(found)
                .containsExactly(
                        "Deployment/spec: [revisionLimit]", "Deployment/spec: [revisionLimit]");
    }

    private static List<String> unknown(String where, Object value) {
        List<String> found = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> found.addAll(unknown(where, item)));
        } else if (value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")
                && !value.getClass().isEnum()) {
            for (Method getter : value.getClass().getMethods()) {
                if (getter.getName().startsWith("get")
                        && getter.getParameterCount() == 0
                        && getter.getDeclaringClass() != Object.class) {
                    found.addAll(unknown(where, getter, value));
                }
            }
        }
        return found;
    }

    private static List<String> unknown(String where, Method getter, Object owner) {
        try {
            Object value = getter.invoke(owner);
            if (getter.getName().equals("getAdditionalProperties")) {
                Map<?, ?> more = (Map<?, ?>) value;
                return more.isEmpty() ? List.of() : List.of(where + ": " + more.keySet());
            }
            String name = getter.getName().substring("get".length());
            return value == null
                    ? List.of()
                    : unknown(
                            where
                                    + "/"
                                    + name.substring(0, 1).toLowerCase(Locale.ROOT)
                                    + name.substring(1),
                            value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(getter.toString(), e);
        }
    }
}
