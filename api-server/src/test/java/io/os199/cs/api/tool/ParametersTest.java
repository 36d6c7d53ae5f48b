package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.Json;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

class ParametersTest {
    enum Action {
        LOOK,
        CHANGE
    }

    record Place(String city, @Nullable Integer floor) {}

    record Sample(
            @Default("look") Action action,
            @Size(min = 1, max = 10) String name,
            @Nullable BigDecimal amount,
            @Nullable LocalDate day,
            @Nullable Instant at,
            @Nullable @Email @Size(max = 254) String mail,
            @Nullable @Size(max = 2) List<@Size(max = 3) String> tags,
            @Nullable List<Action> actions,
            @Nullable Place place,
            @Default("50") @Min(1) @Max(200) int limit,
            @Actions(value = "change", requiredBy = "change") @Nullable Boolean hard) {}

    private static final Parameters<Sample> PARAMETERS = Parameters.of(Sample.class);

    @Test
    void readsEveryKindOfValue() {
        Sample sample =
                ok(
                        """
                        {"action": "change", "name": "x", "amount": 12.50, "day": "2026-02-28",
                         "at": "2026-01-31T10:30:00+01:00", "mail": "ops@acme.example",
                         "tags": ["a"], "actions": ["look", "change"],
                         "place": {"city": "Oslo", "floor": 3}, "limit": 7, "hard": true}
                        """);
        assertThat(sample)
                .isEqualTo(
                        new Sample(
                                Action.CHANGE,
                                "x",
                                new BigDecimal("12.50"),
                                LocalDate.of(2026, 2, 28),
                                Instant.parse("2026-01-31T09:30:00Z"),
                                "ops@acme.example",
                                List.of("a"),
                                List.of(Action.LOOK, Action.CHANGE),
                                new Place("Oslo", 3),
                                7,
                                true));
    }

    @Test
    void fillsInDefaultsAndLeavesTheRestAbsent() {
        Sample sample = ok("{\"name\": \"x\"}");
        assertThat(sample.limit()).isEqualTo(50);
        assertThat(sample.action()).isEqualTo(Action.LOOK);
        assertThat(sample.amount()).isNull();
        assertThat(sample.tags()).isNull();
    }

    @Test
    void reportsAllFaultsTogetherEachWithWhatToSend() {
        Refusal refusal =
                refused(
                        """
                        {"amount": 1.005, "day": "2026-02-30", "mail": "ops", "tags": ["abcd", 1],
                         "actions": "look", "place": {"floor": -1}, "limit": 201, "lmit": 3,
                         "hard": true, "at": null}
                        """);
        assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_ARGUMENT);
        assertThat(refusal.faults())
                .extracting(Fault::field)
                .containsExactlyInAnyOrder(
                        "name",
                        "amount",
                        "day",
                        "mail",
                        "tags[0]",
                        "tags[1]",
                        "actions",
                        "place.city",
                        "place.floor",
                        "limit",
                        "lmit",
                        "hard",
                        "at");
        assertThat(refusal.faults()).allSatisfy(fault -> assertThat(fault.expected()).isNotBlank());
        assertThat(refusal.message())
                .contains("limit cannot be \"201\"; send a whole number from 1 to 200");
    }

    @Test
    void namesTheNearestParameterForAnUnknownOne() {
        Refusal refusal = refused("{\"name\": \"x\", \"limits\": 3}");
        assertThat(refusal.field()).isEqualTo("limits");
        assertThat(refusal.suggestions().getFirst().value()).isEqualTo("limit");
    }

    @Test
    void refusesAParameterThatTheActionDoesNotUse() {
        assertThat(refused("{\"name\": \"x\", \"hard\": true}").field()).isEqualTo("hard");
        assertThat(refused("{\"name\": \"x\", \"action\": \"change\"}").message())
                .contains("hard is required by action change; send ");
        assertThat(refused("{\"name\": \"x\", \"hard\": true}").message())
                .contains("is not used by action look (used when no action is sent; action takes");
    }

    @Test
    void refusesATextOfWhichNothingIsSeen() {
        for (String unseen : List.of("", "  ", "\u200b", "\u00a0\u2060")) {
            assertThat(refused("{\"name\": \"" + unseen + "\"}").message())
                    .isEqualTo("name has no visible character; send text of 1 to 10 characters");
        }
    }

    @Test
    void refusesWhatPostgresCannotStore() {
        ObjectNode nul = JsonNodeFactory.instance.objectNode().put("name", "a\0b");
        ObjectNode half = JsonNodeFactory.instance.objectNode().put("name", "a\uD800b");
        assertThat(PARAMETERS.bind(nul)).isInstanceOf(Answer.Refused.class);
        assertThat(PARAMETERS.bind(half)).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void refusesNumbersThatWouldTakeForever() {
        assertThat(refused("{\"name\": \"x\", \"limit\": 1e400000}").field()).isEqualTo("limit");
        assertThat(refused("{\"name\": \"x\", \"amount\": 1e-400000}").field()).isEqualTo("amount");
        assertThat(refused("{\"name\": \"x\", \"amount\": 1e400000}").field()).isEqualTo("amount");
    }

    @Test
    void listsAPortableSchema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        PARAMETERS.describe(schema);
        assertThat(schema.path("additionalProperties").booleanValue()).isFalse();
        assertThat(schema.path("required")).hasSize(1);
        assertThat(schema.at("/properties/limit").toString())
                .as("its bound is the same in every tool, and stands in the instructions")
                .isEqualTo("{\"type\":\"integer\",\"default\":50}");
        assertThat(schema.at("/properties/action/enum")).hasSize(2);
        assertThat(schema.toString()).doesNotContain("maxLength", "null", "$ref", "anyOf");
    }

    /** Whatever text arrives, the answer is a record or a refusal, never an exception. */
    @Property(tries = 500)
    void neverFailsOnAnyText(@ForAll String text) {
        for (String field : List.of("name", "day", "at", "mail", "action", text)) {
            ObjectNode arguments = JsonNodeFactory.instance.objectNode().put(field, text);
            assertThat(PARAMETERS.bind(arguments)).isNotNull();
        }
    }

    private static Sample ok(String json) {
        return switch (PARAMETERS.bind(Json.read(json, JsonNode.class))) {
            case Answer.Ok<Sample>(Sample sample) -> sample;
            case Answer.Refused<Sample>(Refusal refusal) -> throw new AssertionError(refusal);
        };
    }

    private static Refusal refused(String json) {
        return switch (PARAMETERS.bind(Json.read(json, JsonNode.class))) {
            case Answer.Ok<Sample>(Sample sample) -> throw new AssertionError(sample);
            case Answer.Refused<Sample>(Refusal refusal) -> refusal;
        };
    }
}
