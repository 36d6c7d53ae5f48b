package io.os199.cs.api.tools.onboarding;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.onboarding.AutomationAnswer.Excluded;
import io.os199.cs.api.tools.onboarding.AutomationAnswer.Person;
import io.os199.cs.api.tools.onboarding.TrainingAnswer.FirstMessage;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.onboarding.automation.OnboardingTrigger;
import io.os199.cs.onboarding.automation.PlanAutomationReport;
import io.os199.cs.onboarding.automation.PlanAutomationReport.Automation;
import io.os199.cs.onboarding.automation.PlanAutomations;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** Switches on, changes or switches off what an onboarding plan does automatically. */
@ToolInfo(
        name = "activate_onboarding_automation",
        title = "Onboarding automation",
        description =
                "Sets what a client's live onboarding plan does by itself: reminders, alerts,"
                    + " customer emails, blocker escalations. What is left out gets its default.",
        effect = Effect.SEND,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class ActivateOnboardingAutomation implements Tool<AutomationInput, AutomationAnswer> {
    /** What a person confirms before a plan writes to customers. */
    public record SwitchedOn(
            String clientId,
            String clientName,
            String planId,
            List<OnboardingTrigger> automationTriggers,
            List<Person> recipients,
            List<Excluded> excluded,
            int expectedCustomerMessageCount,
            @Nullable FirstMessage firstMessage)
            implements Preview {
        @Override
        public String question() {
            return "Let the onboarding plan of %s write to %d people there by itself, with about %d messages in all?"
                    .formatted(clientName, recipients.size(), expectedCustomerMessageCount);
        }
    }

    /** What a person confirms before a plan stops doing anything automatically. */
    public record SwitchedOff(String clientId, String clientName, String planId, int openAlertCount)
            implements Preview {
        @Override
        public String question() {
            return "Switch off every automation of the onboarding plan of %s?"
                    .formatted(clientName);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final PlanAutomations automations;

    ActivateOnboardingAutomation(
            Database database, ClientDirectory clients, PlanAutomations automations) {
        this.database = database;
        this.clients = clients;
        this.automations = automations;
    }

    @Override
    public List<Fault> faults(AutomationInput input, Set<String> unread, Call call) {
        return input.faults(unread);
    }

    @Override
    public Answer<AutomationAnswer> call(AutomationInput input, Call call) {
        if (input.reachesCustomers() && !call.has(Scope.CS_SEND)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "without cs:send no plan may email customers; send"
                                            + " email_customer: false, or only automation_triggers"
                                            + " that alert",
                                    Scope.CS_SEND)
                            .field("email_customer")
                            .expected("false"));
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> done(tx, input, call))
                    .map(report -> answer(report, input, call));
        }
        if (call.isRepeated() || (input.enabled() && !input.reachesCustomers())) {
            return call.write(
                    AutomationAnswer.class,
                    tx -> done(tx, input, call).map(report -> answer(report, input, call)));
        }
        return database.rehearse(tx -> done(tx, input, call))
                .then(would -> confirmed(would, input, call));
    }

    private Answer<AutomationAnswer> confirmed(
            PlanAutomationReport would, AutomationInput input, Call call) {
        String seen = would.fingerprint();
        return call.writeConfirmed(
                input.enabled()
                        ? switchedOn(would, call)
                        : new SwitchedOff(
                                would.client().clientId(),
                                would.client().clientName(),
                                would.planId(),
                                would.alertCount()),
                seen,
                AutomationAnswer.class,
                tx ->
                        done(tx, input, call)
                                .then(
                                        done ->
                                                done.fingerprint().equals(seen)
                                                        ? Answer.of(answer(done, input, call))
                                                        : Answer.refused(changedMeanwhile())));
    }

    private static SwitchedOn switchedOn(PlanAutomationReport would, Call call) {
        return new SwitchedOn(
                would.client().clientId(),
                would.client().clientName(),
                would.planId(),
                would.automations().stream()
                        .filter(Automation::active)
                        .map(Automation::trigger)
                        .toList(),
                AutomationAnswer.people(would),
                AutomationAnswer.excluded(would),
                would.expectedMessageCount(),
                AutomationAnswer.first(would, call.seesPersonalData()));
    }

    private static Refusal changedMeanwhile() {
        return Refusal.conflict("the plan, or who would be written to, changed this moment")
                .hint("Call again without confirmation_token, and look at the preview again");
    }

    private Answer<PlanAutomationReport> done(Transaction tx, AutomationInput input, Call call) {
        Actor actor = call.actor();
        return clients.resolve(tx, input.clientId())
                .then(client -> automations.set(tx, input.order(client), actor, call.now()));
    }

    private static AutomationAnswer answer(
            PlanAutomationReport report, AutomationInput input, Call call) {
        return AutomationAnswer.of(report, input.dryRun(), call.seesPersonalData(), call.now());
    }
}
