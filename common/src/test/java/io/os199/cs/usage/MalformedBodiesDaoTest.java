package io.os199.cs.usage;

import static io.os199.cs.usage.UsageScene.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.usage.model.IntakeAnswer;
import io.os199.cs.usage.model.LineCode;
import io.os199.cs.usage.model.LineFault;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Whatever is wrong with some lines of a body, those are named, and only the others are stored. */
class MalformedBodiesDaoTest {
    private static final int BODIES = 500;
    private static final long SEED = 11;

    /** A fault that turns a good line into a bad one by replacing the first text with the second. */
    private record Damage(LineCode code, String good, String bad) {}

    private static final List<Damage> DAMAGES =
            List.of(
                    new Damage(LineCode.MISSING, "\"user_key\"", "\"x_user\""),
                    new Damage(LineCode.MISSING, "\"ana\"", "null"),
                    new Damage(LineCode.MISSING, "\"ana\"", "\" \""),
                    new Damage(LineCode.WRONG_TYPE, "\"ana\"", "[\"ana\"]"),
                    new Damage(LineCode.WRONG_TYPE, "2026-03-20T", "2026-03-20 "),
                    new Damage(LineCode.WRONG_TYPE, ":00Z", ":00"),
                    new Damage(LineCode.WRONG_TYPE, "_seconds\":5", "_seconds\":5.5"),
                    new Damage(LineCode.OUT_OF_RANGE, "_seconds\":5", "_seconds\":-5"),
                    new Damage(
                            LineCode.OUT_OF_RANGE,
                            "_seconds\":5",
                            "_seconds\":99999999999999999999"),
                    new Damage(LineCode.OUT_OF_RANGE, "\"quantity\":1", "\"quantity\":1e999999999"),
                    new Damage(
                            LineCode.OUT_OF_RANGE, "\"quantity\":1", "\"quantity\":1e-999999999"),
                    new Damage(LineCode.OUT_OF_RANGE, "2026-", "2024-"),
                    new Damage(LineCode.IN_FUTURE, "2026-", "2027-"),
                    new Damage(LineCode.TOO_LONG, "\"ana\"", '"' + "a".repeat(201) + '"'),
                    new Damage(LineCode.NOT_ALLOWED, "\"ana\"", "\"a\\u0000\""),
                    new Damage(LineCode.NOT_ALLOWED, "\"ana\"", "\"a\\ud800\""),
                    new Damage(LineCode.NOT_ALLOWED, "\"quantity\"", "\"amount\""),
                    new Damage(LineCode.UNKNOWN_CLIENT, "client_1", "client_9"),
                    new Damage(LineCode.MALFORMED_LINE, "}", ""),
                    new Damage(LineCode.MALFORMED_LINE, "}", "} {}"),
                    new Damage(LineCode.MALFORMED_LINE, "{", "[{"),
                    new Damage(LineCode.MALFORMED_LINE, "{", "{\"client\":\"client_1\","));

    @Test
    void badLinesAreNamedAndJustTheOthersAreStored() {
        Random random = new Random(SEED);
        try (UsageScene scene = new UsageScene(1)) {
            int stored = 0;
            for (int body = 0; body < BODIES; body++) {
                StringBuilder text = new StringBuilder();
                List<Map.Entry<Integer, LineCode>> expected = new ArrayList<>();
                int lines = 1 + random.nextInt(8);
                for (int number = 1; number <= lines; number++) {
                    String good = good(body + "-" + number);
                    if (random.nextBoolean()) {
                        Damage damage = DAMAGES.get(random.nextInt(DAMAGES.size()));
                        assertThat(good).contains(damage.good());
                        text.append(good.replace(damage.good(), damage.bad()));
                        expected.add(Map.entry(number, damage.code()));
                    } else {
                        text.append(good);
                        stored++;
                    }
                }
                IntakeAnswer answer = scene.take(text.toString());
                assertThat(answer.rejected().stream().map(MalformedBodiesDaoTest::place))
                        .as(text.toString())
                        .isEqualTo(expected);
                assertThat(answer.accepted()).isEqualTo(lines - expected.size());
            }
            assertThat(scene.count("usage_events")).isEqualTo(stored);
            assertThat(scene.texts("select source, kind, remote_id from integration_unmatched"))
                    .containsExactly("(ingest,usage_event,client_9)");
        }
    }

    private static String good(String eventId) {
        return line(
                "client_1",
                eventId,
                "ana",
                "2026-03-20T08:00:00Z",
                ",'duration_seconds':5,'quantity':1");
    }

    private static Map.Entry<Integer, LineCode> place(LineFault fault) {
        return Map.entry(fault.line(), fault.code());
    }
}
