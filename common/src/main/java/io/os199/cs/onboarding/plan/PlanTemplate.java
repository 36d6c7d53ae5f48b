package io.os199.cs.onboarding.plan;

import io.os199.cs.core.model.Tier;
import io.os199.cs.onboarding.model.Complexity;
import io.os199.cs.onboarding.model.NewMilestone;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a plan consists of unless its maker says otherwise: a versioned resource that is copied into each plan, so
 * that a later version changes no existing plan.
 *
 * @param version stored with the plans made from it
 */
public record PlanTemplate(String version, List<Entry> milestones) {
    /** The number of users who are trained together. */
    public static final int GROUP_SIZE = 25;

    /**
     * A milestone of the template.
     *
     * @param hours for the first group of users
     * @param hoursPerFurtherGroup absent where the team's size makes no difference
     * @param onlyForComplexity any when absent
     * @param onlyForTier any when absent
     * @param dependsOn keys; those of milestones that a plan does not have are ignored
     */
    public record Entry(
            String key,
            String name,
            BigDecimal hours,
            @Nullable BigDecimal hoursPerFurtherGroup,
            @Nullable Complexity onlyForComplexity,
            @Nullable Tier onlyForTier,
            @Nullable List<String> dependsOn,
            boolean firstValue,
            List<String> tasks) {
        private boolean isFor(Tier tier, Complexity complexity) {
            return (onlyForTier == null || onlyForTier == tier)
                    && (onlyForComplexity == null || onlyForComplexity == complexity);
        }

        private BigDecimal hours(int teamSize) {
            return hoursPerFurtherGroup == null
                    ? hours
                    : hours.add(
                            hoursPerFurtherGroup.multiply(
                                    BigDecimal.valueOf(groups(teamSize) - 1L)));
        }
    }

    /** Returns the template from which new plans are made. */
    public static PlanTemplate current() {
        try (InputStream bytes =
                Objects.requireNonNull(
                        PlanTemplate.class.getResourceAsStream("onboarding-template-1.json"))) {
            return Json.read(
                    new String(bytes.readAllBytes(), StandardCharsets.UTF_8), PlanTemplate.class);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Returns the number of groups in which a team is trained. */
    public static int groups(int teamSize) {
        return Math.ceilDiv(teamSize, GROUP_SIZE);
    }

    /** Returns the milestones of a plan for such a client, numbered without gaps. */
    public List<NewMilestone> plan(Tier tier, Complexity complexity, int teamSize) {
        Map<String, Integer> numbers = new HashMap<>();
        List<NewMilestone> plan = new ArrayList<>();
        for (Entry entry : milestones) {
            if (!entry.isFor(tier, complexity)) {
                continue;
            }
            List<String> before = Objects.requireNonNullElse(entry.dependsOn(), List.of());
            plan.add(
                    new NewMilestone(
                            entry.key(),
                            entry.name(),
                            entry.hours(teamSize),
                            before.stream().filter(numbers::containsKey).map(numbers::get).toList(),
                            entry.tasks(),
                            entry.firstValue()));
            numbers.put(entry.key(), plan.size());
        }
        return plan;
    }
}
