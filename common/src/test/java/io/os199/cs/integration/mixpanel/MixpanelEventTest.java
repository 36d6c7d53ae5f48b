package io.os199.cs.integration.mixpanel;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.integration.mixpanel.MixpanelEvent.Good;
import io.os199.cs.integration.mixpanel.MixpanelEvent.Left;
import io.os199.cs.integration.mixpanel.MixpanelEvent.Mapping;
import io.os199.cs.usage.model.UsageEvent;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/** The conversion of Mixpanel's lines to our events. */
class MixpanelEventTest {
    private static final Instant NOW = Instant.parse("2026-11-11T10:00:00Z");
    private static final long TIME = Instant.parse("2026-11-11T09:30:00.123Z").toEpochMilli();

    private final Mapping mapping =
            new Mapping(
                    "company_id",
                    Map.of("Report opened", "reports"),
                    Map.of("Report opened", "open"),
                    "rows",
                    ZoneOffset.UTC);

    private MixpanelEvent read(String name, String user, long time, String more) {
        return mapping.read(
                "{\"event\":\"%s\",\"properties\":{\"distinct_id\":\"%s\",\"time\":%d%s}}"
                        .formatted(name, user, time, more.replace('\'', '"'))
                        .getBytes(StandardCharsets.UTF_8),
                NOW);
    }

    private UsageEvent good(String more) {
        return ((Good) read("Report opened", "u1", TIME, more)).event();
    }

    @Test
    void whatWeToldItIsNobodysUse() {
        String more = ",'company_id':'crm-1','$insert_id':'%s-01jx'";
        assertThat(read("health_band_changed", "", TIME, more.formatted("event")))
                .isEqualTo(new Left("ours"));
        assertThat(read("lifecycle_stage_changed", "", TIME, more.formatted("event")))
                .isEqualTo(new Left("ours"));
        assertThat(read("health_band_changed", "u1", TIME, more.formatted("theirs")))
                .isInstanceOf(Good.class);
    }

    @Test
    void eachPropertyThatIsMappedIsTakenAndNoOther() {
        UsageEvent event =
                good(
                        ",'company_id':'crm-1','$insert_id':'i1','$session_id':'s1','$duration':90.5,"
                            + "'rows':12.5,'$email':'ana@acme.example','$city':'Bonn'");
        assertThat(event)
                .isEqualTo(
                        new UsageEvent(
                                "crm-1",
                                event.eventId(),
                                "u1",
                                "open",
                                Instant.parse("2026-11-11T09:30:00.123Z"),
                                "reports",
                                "s1",
                                91,
                                new BigDecimal("12.5")));
        assertThat(event.eventId()).matches("mp_[0-9a-f]{40}");
        UsageEvent other =
                ((Good) read("Signed in", "u1", TIME, ",'company_id':42,'rows':'x','$duration':-1"))
                        .event();
        assertThat(other.eventType()).isEqualTo("Signed in");
        assertThat(other.client()).isEqualTo("42");
        assertThat(other.featureKey()).isNull();
        assertThat(other.durationSeconds()).isNull();
        assertThat(other.quantity()).isNull();
    }

    @Test
    void theIdIsThatOfNameUserTimeAndInsertIdAndOfNothingElse() {
        String one = good(",'company_id':'c','$insert_id':'i'").eventId();
        assertThat(good(",'$insert_id':'i','company_id':'c','more':1").eventId()).isEqualTo(one);
        assertThat(good(",'company_id':'c','$insert_id':'j'").eventId()).isNotEqualTo(one);
        assertThat(id("Report opened", "u2", TIME)).isNotEqualTo(one);
        assertThat(id("Report opened", "u1", TIME + 1)).isNotEqualTo(one);
        assertThat(id("Report", "openedu1", TIME)).isNotEqualTo(one);
        assertThat(id("Report opene", "du1", TIME)).isNotEqualTo(id("Report opened", "u1", TIME));
    }

    private String id(String name, String user, long time) {
        return ((Good) read(name, user, time, ",'company_id':'c','$insert_id':'i'"))
                .event()
                .eventId();
    }

    @Test
    void whatCannotBeOursIsCountedByItsReason() {
        assertThat(read("e", "u", TIME, "")).isEqualTo(new Left("no_client"));
        assertThat(read("e", "u", TIME, ",'company_id':['a','b']"))
                .isEqualTo(new Left("no_client"));
        assertThat(read("e", "u", TIME, ",'company_id':['a']")).isInstanceOf(Good.class);
        assertThat(read("e", "", TIME, ",'company_id':'a'")).isEqualTo(new Left("bad"));
        assertThat(read("e\\u0000", "u", TIME, ",'company_id':'a'")).isEqualTo(new Left("bad"));
        assertThat(read("e".repeat(101), "u", TIME, ",'company_id':'a'"))
                .isEqualTo(new Left("bad"));
        assertThat(read("e", "u", TIME + 86_400_000, ",'company_id':'a'"))
                .isEqualTo(new Left("out_of_range"));
        assertThat(read("e", "u", Long.MAX_VALUE, ",'company_id':'a'"))
                .isEqualTo(new Left("out_of_range"));
        assertThat(read("e", "u", TIME - 401L * 86_400_000, ",'company_id':'a'"))
                .isEqualTo(new Left("out_of_range"));
        for (String line : new String[] {"", "[]", "{\"event\":", "null", "{\"event\":\"e\"}"}) {
            assertThat(mapping.read(line.getBytes(StandardCharsets.UTF_8), NOW))
                    .as(line)
                    .isEqualTo(new Left("bad"));
        }
        assertThat(mapping.read(new byte[] {'"', (byte) 0xff, (byte) 0xfe}, NOW))
                .isEqualTo(new Left("bad"));
        assertThat(read("e", "u", TIME, ",'company_id':'a','$duration':1e-999999999"))
                .isInstanceOf(Good.class);
    }

    @Test
    void anOlderProjectWritesTheTimesOfItsWalls() {
        Mapping berlin =
                new Mapping("company_id", Map.of(), Map.of(), "", ZoneId.of("Europe/Berlin"));
        Good good =
                (Good)
                        berlin.read(
                                "{\"event\":\"e\",\"properties\":{\"distinct_id\":\"u\",\"company_id\":\"c\",\"time\":%d}}"
                                        .formatted(TIME)
                                        .getBytes(StandardCharsets.UTF_8),
                                NOW);
        assertThat(good.event().occurredAt()).isEqualTo("2026-11-11T08:30:00.123Z");
    }
}
