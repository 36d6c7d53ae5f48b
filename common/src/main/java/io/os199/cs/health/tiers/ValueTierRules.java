package io.os199.cs.health.tiers;

import io.os199.cs.core.model.ValueTier;
import io.os199.cs.health.model.HealthAdvice;
import io.os199.cs.health.model.HealthAdvice.Priority;
import io.os199.cs.health.tiers.ValueTierDao.CandidateRow;
import io.os199.cs.health.tiers.ValueTierDao.CsmRow;
import io.os199.cs.health.tiers.ValueTierDao.TierRow;
import io.os199.cs.health.tiers.ValueTierDao.VipRow;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The declared table of recommendations about value tiers: one for each rule, and one for each overloaded CSM. */
final class ValueTierRules {
    private static final BigDecimal FULL = new BigDecimal("1.20");
    private static final int NAMED = 5;

    private final List<HealthAdvice> advice = new ArrayList<>();

    /** Returns the advice by priority, then in the order of the table. */
    static List<HealthAdvice> apply(
            List<TierRow> tiers,
            List<VipRow> vips,
            List<CsmRow> csms,
            List<CandidateRow> upgrades) {
        ValueTierRules rules = new ValueTierRules();
        rules.vips(
                "VT_VIP_LATE",
                vips.stream().filter(VipRow::isLate).toList(),
                "VIPs outside their touch cadence",
                "Contact them this week",
                "log_activity");
        rules.vips(
                "VT_VIP_RISK",
                vips.stream().filter(ValueTierRules::isAtRisk).toList(),
                "VIPs unwell or declining",
                "Sponsor call and retention plan",
                "execute_retention_campaign");
        rules.unowned(tiers);
        csms.stream().filter(csm -> csm.load().compareTo(FULL) > 0).forEach(rules::overload);
        rules.upgrades(upgrades);
        rules.advice.sort(Comparator.comparing(HealthAdvice::priority));
        return List.copyOf(rules.advice);
    }

    /** Whether the VIP meets the same condition as the clients in {@code downgrade_risks}. */
    static boolean isAtRisk(VipRow vip) {
        return vip.tier().compareTo(ValueTier.MID) <= 0
                && ClientStanding.isAtRisk(vip.healthScore(), vip.trend());
    }

    private void vips(String ruleId, List<VipRow> vips, String what, String action, String tool) {
        if (!vips.isEmpty()) {
            add(
                    ruleId,
                    vips.size()
                            + " "
                            + what
                            + ": "
                            + some(vips.stream().map(VipRow::clientId).toList()),
                    action,
                    Priority.HIGH,
                    tool);
        }
    }

    private void unowned(List<TierRow> tiers) {
        List<TierRow> without =
                tiers.stream()
                        .filter(row -> row.tier().compareTo(ValueTier.MID) <= 0)
                        .filter(row -> row.unownedCount() > 0)
                        .toList();
        if (!without.isEmpty()) {
            List<String> ids =
                    without.stream()
                            .flatMap(row -> Objects.requireNonNull(row.unownedIds()).stream())
                            .toList();
            String counts =
                    String.join(
                            ", ",
                            without.stream()
                                    .map(row -> row.unownedCount() + " " + WireName.of(row.tier()))
                                    .toList());
            add(
                    "VT_UNOWNED",
                    "without owner: " + counts + ": " + some(ids),
                    "Assign an owner",
                    Priority.HIGH,
                    "update_client_info");
        }
    }

    private void overload(CsmRow csm) {
        List<String> ids = csm.smallestIds() == null ? List.of() : csm.smallestIds();
        add(
                "VT_OVERLOAD",
                UntrustedText.name(csm.csm())
                        + " has a load of "
                        + csm.load().toPlainString()
                        + " by "
                        + csm.clientCount()
                        + " clients",
                "Move accounts, the smallest first: " + some(ids),
                Priority.MEDIUM,
                "update_client_info");
    }

    private void upgrades(List<CandidateRow> upgrades) {
        if (!upgrades.isEmpty()) {
            add(
                    "VT_UPGRADE",
                    upgrades.getFirst().totalCount()
                            + " healthy clients just below the next tier: "
                            + some(upgrades.stream().map(CandidateRow::clientId).toList()),
                    "Look for what they could use more of",
                    Priority.MEDIUM,
                    "identify_upsell_opportunities");
        }
    }

    private static String some(List<String> ids) {
        return String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())))
                + (ids.size() > NAMED ? ", …" : "");
    }

    private void add(String ruleId, String because, String action, Priority priority, String tool) {
        advice.add(new HealthAdvice(ruleId, because, action, priority, tool, null));
    }
}
