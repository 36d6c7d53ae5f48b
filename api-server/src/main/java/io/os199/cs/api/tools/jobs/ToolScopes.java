package io.os199.cs.api.tools.jobs;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ContractDays;
import io.os199.cs.retention.churn.ChurnTrainingWork;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The names that jobs run under, most of them tools, and the scope that each requires. */
final class ToolScopes {
    private static final int NEAR = 5;

    private final Map<String, Scope> scopes =
            new TreeMap<>(
                    Map.of(
                            "import",
                            Scope.CS_WRITE,
                            ChurnTrainingWork.TOOL,
                            Scope.CS_ADMIN,
                            ContractDays.TOOL,
                            Scope.CS_READ));

    ToolScopes(Collection<? extends Tool<?, ?>> tools) {
        for (Tool<?, ?> tool : tools) {
            ToolInfo info = Objects.requireNonNull(tool.getClass().getAnnotation(ToolInfo.class));
            scopes.put(info.name(), info.scope());
        }
    }

    /** The scope of a tool; for one that no longer exists, reading. */
    Scope of(String tool) {
        return scopes.getOrDefault(tool, Scope.CS_READ);
    }

    boolean knows(String tool) {
        return scopes.containsKey(tool);
    }

    /** The names nearest to {@code name}. */
    List<String> near(String name) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return scopes.keySet().stream()
                .sorted(Comparator.comparingInt(known -> distance.apply(known, name)))
                .limit(NEAR)
                .toList();
    }
}
