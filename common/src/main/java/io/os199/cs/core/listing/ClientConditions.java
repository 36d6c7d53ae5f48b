package io.os199.cs.core.listing;

import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A filter as SQL: fragments written here, joined by {@code and}, and the values that they bind. Nothing that a
 * caller sends becomes part of the text.
 */
final class ClientConditions {
    private static final String WITHOUT_OWNER = "none";

    private final List<String> fragments = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    private ClientConditions() {}

    static ClientConditions of(ClientFilter filter, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        ClientConditions all = new ClientConditions();
        all.words("c.status = any(:statuses)", "statuses", filter.statuses());
        all.words("c.tier = any(:tiers)", "tiers", filter.tiers());
        all.words("c.lifecycle_stage = any(:stages)", "stages", filter.lifecycleStages());
        all.words(
                "coalesce(c.health_band, 'unscored') = any(:bands)", "bands", filter.healthBands());
        all.words("c.value_tier = any(:valueTiers)", "valueTiers", filter.valueTiers());
        all.words("c.health_trend = any(:trends)", "trends", filter.healthTrends());
        all.value("c.health_score >= :scoreMin", "scoreMin", filter.healthScoreMin());
        all.value("c.health_score <= :scoreMax", "scoreMax", filter.healthScoreMax());
        all.value("c.contract_value >= :arrMin", "arrMin", filter.arrMin());
        all.value("c.contract_value <= :arrMax", "arrMax", filter.arrMax());
        all.search(filter.search());
        all.csm(filter.csm());
        all.texts("lower(c.industry) = any(:industries)", "industries", filter.industries());
        all.texts(
                "exists (select from unnest(c.tags) tag where lower(tag) = any(:tags))",
                "tags",
                filter.tags());
        all.value(
                """
                exists (select from segment_members m
                    where m.client_id = c.client_id and m.segment_id = :segmentId)\
                """,
                "segmentId",
                filter.segmentId());
        if (filter.renewalWithinDays() != null) {
            all.add("c.renewal_date between :renewalFrom and :renewalTo");
            all.values.put("renewalFrom", today);
            all.values.put("renewalTo", today.plusDays(filter.renewalWithinDays()));
        }
        if (filter.noEngagementDays() != null) {
            all.value(
                    "(c.last_engagement_at < :silentSince or c.last_engagement_at is null)",
                    "silentSince",
                    now.minus(Duration.ofDays(filter.noEngagementDays())));
        }
        return all;
    }

    /** Returns the text of a {@code where} clause, true for all clients where nothing is asked. */
    String sql() {
        return fragments.isEmpty() ? "true" : String.join("\n    and ", fragments);
    }

    /** Returns the values that the text binds, by name; a list is an array of text. */
    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    private void search(@Nullable String text) {
        if (text != null) {
            String literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            value(
                    "(c.name ilike :search or c.company_name ilike :search or c.external_id ilike"
                            + " :search)",
                    "search",
                    "%" + literal + "%");
        }
    }

    private void csm(@Nullable String csm) {
        if (isWithoutOwner(csm)) {
            add("c.csm is null");
        } else {
            value("lower(c.csm) = lower(:csm)", "csm", csm);
        }
    }

    /** Whether the filter is for clients without a manager. */
    static boolean isWithoutOwner(@Nullable String csm) {
        return csm != null && csm.equalsIgnoreCase(WITHOUT_OWNER);
    }

    private void words(String fragment, String name, List<? extends Enum<?>> words) {
        if (!words.isEmpty()) {
            add(fragment);
            values.put(name, words.stream().map(WireName::of).toArray(String[]::new));
        }
    }

    private void texts(String fragment, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            add(fragment);
            values.put(
                    name,
                    texts.stream()
                            .map(text -> text.toLowerCase(Locale.ROOT))
                            .toArray(String[]::new));
        }
    }

    private void value(String fragment, String name, @Nullable Object value) {
        if (value != null) {
            add(fragment);
            values.put(name, value);
        }
    }

    private void add(String fragment) {
        fragments.add(fragment);
    }
}
