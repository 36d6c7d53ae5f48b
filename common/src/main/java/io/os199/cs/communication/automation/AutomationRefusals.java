package io.os199.cs.communication.automation;

import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.json.WireName;

import java.util.List;

/** What is refused of an automation, whichever feature's it is. */
public final class AutomationRefusals {
    private AutomationRefusals() {}

    /**
     * How an automation stands, beside a refusal.
     *
     * @param status as the wire has it
     */
    public record Standing(String automationId, String status, int version) {
        public static Standing of(String automationId, Enum<?> status, int version) {
            return new Standing(automationId, WireName.of(status), version);
        }
    }

    /** There is none of that id. */
    public static Refusal unknown(List<Suggestion> some) {
        return Refusal.notFound("automation_id", "no automation has the id that automation_id says")
                .expected("the id of an automation, as list shows it")
                .suggestions(some);
    }

    /** Somebody has changed it since the caller looked. */
    public static Refusal stale(int version, Standing standing) {
        return Refusal.stale("the automation", version, standing.version(), standing.status())
                .detail(standing);
    }

    /**
     * Another one has the name.
     *
     * @param field that holds the name
     */
    public static Refusal taken(String field, String automationId) {
        return Refusal.conflict("another automation has this name: " + automationId)
                .field(field)
                .expected("a name that no other automation has")
                .hint("Send another %s, or update that one".formatted(field));
    }
}
