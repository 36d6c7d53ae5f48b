package io.os199.cs.expansion.finding;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.model.Amendment;
import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A finding that someone works on, as it was when they took it up. Later scans do not change it. */
public record KnownFinding(
        String findingKey,
        OpportunityType type,
        @Nullable String productId,
        @Nullable Integer units,
        @Nullable BigDecimal valueAmount,
        @Nullable Tier recommendedTier,
        List<FoundRule> rules) {
    public KnownFinding {
        rules = List.copyOf(rules);
    }

    /** Finds a client's finding by the current rules, and stores it where the last scan had not seen it. */
    public static Optional<KnownFinding> find(
            Transaction tx, String clientId, String findingKey, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<FoundDao.Row> found =
                FindingRules.apply(tx, List.of(clientId), today).stream()
                        .filter(row -> row.findingKey().equals(findingKey))
                        .toList();
        tx.dao(FindingWriteDao.class).keep(Json.write(found), now);
        return found.stream()
                .findFirst()
                .map(
                        row ->
                                new KnownFinding(
                                        row.findingKey(),
                                        row.type(),
                                        row.productId(),
                                        row.units(),
                                        row.valueAmount(),
                                        row.recommendedTier(),
                                        row.rules()));
    }

    /** Reads what {@code Json} wrote of a finding; empty where it wrote none. */
    public static Optional<KnownFinding> read(String json) {
        return Json.read(json, JsonNode.class).has("finding_key")
                ? Optional.of(Json.read(json, KnownFinding.class))
                : Optional.empty();
    }

    /** Ends a finding that was sold, until a scan finds more. */
    public static void sold(Transaction tx, String clientId, String findingKey, Instant now) {
        tx.dao(FindingWriteDao.class).endOne(clientId, findingKey, now);
    }

    /** Hides the finding until a day. */
    public void dismiss(Transaction tx, String clientId, LocalDate until, Instant now) {
        tx.dao(FindingWriteDao.class).dismiss(clientId, findingKey, until, now);
    }

    /** Returns the id of the rule that determines its value. */
    public String firstRule() {
        return rules.getFirst().ruleId();
    }

    /** Returns the additional quantity of a limited feature, where the finding is about one. */
    public Amendment.@Nullable Allowance allowance() {
        for (FoundRule rule : rules) {
            if (rule.ruleId().equals("LIMIT_NEAR") && units != null) {
                BigDecimal block = rule.evidence().path("block_quantity").decimalValue();
                return new Amendment.Allowance(
                        rule.evidence().path("feature_key").asText(),
                        block.multiply(BigDecimal.valueOf(units)));
            }
        }
        return null;
    }
}
