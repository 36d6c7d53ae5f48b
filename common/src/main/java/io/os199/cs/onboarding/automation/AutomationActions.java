package io.os199.cs.onboarding.automation;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.communication.model.TaskPriority;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

/**
 * What an automation does, according to its row.
 *
 * @param email to the customer
 * @param alert for the plan's owner
 * @param escalationTitle the title of the escalation that is opened when the problem persists
 */
record AutomationActions(
        @Nullable MailTexts email, @Nullable Alert alert, @Nullable String escalationTitle) {
    /** A task for the plan's owner. */
    record Alert(String title, TaskPriority priority, int dueInDays) {}

    static AutomationActions read(String json) {
        MailTexts email = null;
        Alert alert = null;
        String escalation = null;
        for (JsonNode action : Json.read(json, JsonNode.class)) {
            switch (action.path("type").asText()) {
                case "send_email" ->
                        email =
                                new MailTexts(
                                        action.path("subject_line").asText(),
                                        action.path("body_text").asText());
                case "create_task" ->
                        alert =
                                new Alert(
                                        action.path("title").asText(),
                                        (TaskPriority)
                                                WireName.parse(
                                                        TaskPriority.class,
                                                        action.path("priority").asText()),
                                        action.path("due_in_days").asInt());
                case "open_escalation" -> escalation = action.path("title").asText();
                default ->
                        throw new IllegalStateException(
                                "no action of onboarding: " + action.path("type"));
            }
        }
        return new AutomationActions(email, alert, escalation);
    }
}
