package io.os199.cs.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much of a client's open work one colleague owns, by kind. */
public record OwnedWork(
        int tasks, int plans, int renewals, int opportunities, int campaigns, int escalations) {

    /** Describes what there is, such as {@code 2 open tasks, 1 renewal}; empty if there is nothing. */
    Optional<String> described() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put(tasks == 1 ? "open task" : "open tasks", tasks);
        counts.put(plans == 1 ? "onboarding plan" : "onboarding plans", plans);
        counts.put(renewals == 1 ? "renewal" : "renewals", renewals);
        counts.put(opportunities == 1 ? "opportunity" : "opportunities", opportunities);
        counts.put(campaigns == 1 ? "retention campaign" : "retention campaigns", campaigns);
        counts.put(escalations == 1 ? "escalation" : "escalations", escalations);
        String all =
                counts.entrySet().stream()
                        .filter(each -> each.getValue() > 0)
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
