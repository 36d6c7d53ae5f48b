package io.os199.cs.api.tools.health;

import io.os199.cs.api.tool.AsOf;
import io.os199.cs.health.adoption.AdoptionMilestones;
import io.os199.cs.health.adoption.MilestoneFramework;
import io.os199.cs.health.adoption.MilestoneMetric;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks what the schema of the milestones tool cannot express about its arguments. */
final class MilestoneArguments {
    private final TrackAdoptionMilestones.Input input;
    private final List<Fault> faults = new ArrayList<>();

    MilestoneArguments(TrackAdoptionMilestones.Input input) {
        this.input = input;
    }

    List<Fault> faults(
            LocalDate today, Set<String> unread, AdoptionMilestones milestones, Database database) {
        faults.addAll(AsOf.faults(input.asOf(), today));
        boolean isCustom = MilestoneFramework.CUSTOM.equals(input.milestoneFramework());
        List<CustomMilestone> custom = input.customMilestones();
        if (unread.stream().anyMatch(each -> each.startsWith("custom_milestones"))) {
            return faults;
        }
        if (isCustom && (custom == null || custom.isEmpty())) {
            faults.add(
                    new Fault(
                            "custom_milestones",
                            "milestone_framework custom needs custom_milestones",
                            "1 to 20 milestones"));
        } else if (!isCustom && custom != null && !unread.contains("milestone_framework")) {
            faults.add(
                    new Fault(
                            "custom_milestones",
                            "custom_milestones are for milestone_framework custom",
                            "milestone_framework custom, or the call without them"));
        }
        if (custom != null) {
            look(custom);
            unknownFeatures(custom, milestones, database);
        }
        return faults;
    }

    private void look(List<CustomMilestone> custom) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < custom.size(); i++) {
            CustomMilestone each = custom.get(i);
            String path = "custom_milestones[" + i + "].";
            if (!keys.add(each.milestoneKey())) {
                faults.add(
                        new Fault(
                                path + "milestone_key",
                                path + "milestone_key " + each.milestoneKey() + " is there twice",
                                "a key of its own"));
            }
            BigDecimal threshold = each.threshold();
            if (each.metric() == MilestoneMetric.CORE_ADOPTED_RATE) {
                if (threshold.compareTo(BigDecimal.ONE) > 0) {
                    wrongThreshold(path, threshold, "a rate above 0, at most 1");
                }
            } else if (threshold.setScale(0, RoundingMode.DOWN).compareTo(threshold) != 0) {
                wrongThreshold(path, threshold, "a whole number, at least 1");
            }
            if (each.featureKeys() != null && !each.metric().isOfFeatures()) {
                faults.add(
                        new Fault(
                                path + "feature_keys",
                                path + "feature_keys does not narrow this metric; leave it out",
                                "a metric of features, or no feature_keys"));
            }
        }
    }

    private void wrongThreshold(String path, BigDecimal threshold, String expected) {
        faults.add(
                new Fault(
                        path + "threshold",
                        path
                                + "threshold "
                                + threshold.toPlainString()
                                + " does not fit its metric; send "
                                + expected,
                        expected));
    }

    private void unknownFeatures(
            List<CustomMilestone> custom, AdoptionMilestones milestones, Database database) {
        List<String> asked =
                custom.stream()
                        .filter(each -> each.featureKeys() != null)
                        .flatMap(each -> each.toMilestone().keys().stream())
                        .distinct()
                        .toList();
        if (asked.isEmpty()) {
            return;
        }
        Set<String> unknown =
                new HashSet<>(database.read(tx -> milestones.unknownFeatures(tx, asked)));
        for (int i = 0; i < custom.size(); i++) {
            List<String> missing =
                    custom.get(i).toMilestone().keys().stream().filter(unknown::contains).toList();
            if (!missing.isEmpty()) {
                String path = "custom_milestones[" + i + "].feature_keys";
                faults.add(
                        new Fault(
                                path,
                                path + " names no feature: " + String.join(", ", missing),
                                "keys of features"));
            }
        }
    }
}
