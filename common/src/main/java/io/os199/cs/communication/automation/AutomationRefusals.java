package io.os199.cs.communication.automation;

import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.json.WireName;

import java.util.List;

/** Refusals concerning an automation of any feature. */
public final class AutomationRefusals {
    private AutomationRefusals() {}

    /**
     * The state of an automation, returned with a refusal.
     *
     * @param status as on the wire
     */
    public record Standing(String automationId, String status, int version) {
        public static Standing of(String automationId, Enum<?> status, int version) {
            return new Standing(automationId, WireName.of(status), version);
        }
    }

    /** There is no automation with that id. */
    public static Refusal unknown(List<Suggestion> some) {
        return Refusal.notFound("automation_id", "no automation has the id that automation_id says")
                .expected("the id of an automation, as list shows it")
                .suggestions(some);
    }

    /** Somebody has changed it since the caller read it. */
    public static Refusal stale(int version, Standing standing) {
        return Refusal.stale("the automation", version, standing.version(), standing.status())
                .detail(standing);
    }

    /**
     * Another automation has the name.
     *
     * @param field the field that holds the name
     */
    public static Refusal taken(String field, String automationId) {
        return Refusal.conflict("another automation has this name: " + automationId)
                .field(field)
                .expected("a name that no other automation has")
                .hint("Send another %s, or update that one".formatted(field));
    }
}
