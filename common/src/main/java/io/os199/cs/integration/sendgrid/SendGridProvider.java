package io.os199.cs.integration.sendgrid;

import io.os199.cs.communication.delivery.DeliveryOutcome;
import io.os199.cs.communication.delivery.MailProvider;
import io.os199.cs.communication.delivery.OutgoingMail;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.platform.http.VendorRequest;

/**
 * Hands mail to SendGrid, one message per call, so that each person has an outcome. SendGrid accepts no key that
 * would prevent sending twice, so nothing is tried again here.
 */
public final class SendGridProvider implements MailProvider {
    private final VendorClient client;
    private final SendGridMail form;
    private final ServiceStanding standing;

    public SendGridProvider(VendorClient client, SendGridMail form, ServiceStanding standing) {
        this.client = client;
        this.form = form;
        this.standing = standing;
    }

    @Override
    public String name() {
        return Integration.SENDGRID.wireName();
    }

    @Override
    public boolean isUsable() {
        VendorAnswer answer = client.check(VendorRequest.get("/v3/scopes"));
        standing.checked(answer);
        return answer instanceof VendorAnswer.Done;
    }

    @Override
    public DeliveryOutcome send(OutgoingMail mail) {
        VendorAnswer answer = client.once(VendorRequest.post("/v3/mail/send", form.of(mail)));
        standing.saw(answer);
        String code = ServiceStanding.code(answer);
        return switch (answer) {
            case VendorAnswer.Done done ->
                    new DeliveryOutcome.Accepted(done.header("X-Message-Id"));
            case VendorAnswer.Limited(var after) -> new DeliveryOutcome.RefusedForNow(code, after);
            case VendorAnswer.ServerFault(int status, var after) ->
                    // It is out of order and took nothing; any other fault may come after it took
                    // the mail.
                    status == 503
                            ? new DeliveryOutcome.RefusedForNow(code, after)
                            : new DeliveryOutcome.Uncertain(code);
            case VendorAnswer.NotSent _ -> new DeliveryOutcome.RefusedForNow(code, null);
            case VendorAnswer.CircuitOpen(var left) -> new DeliveryOutcome.NotAsked(code, left);
            case VendorAnswer.Unauthorized _ -> new DeliveryOutcome.Unauthorized(code);
            // The request did not arrive whole, or there was another at the same time.
            case VendorAnswer.Rejected(int status, _) ->
                    status == 408
                            ? new DeliveryOutcome.RefusedForNow(code, null)
                            : new DeliveryOutcome.Invalid(code);
            case VendorAnswer.Conflict _ -> new DeliveryOutcome.RefusedForNow(code, null);
            case VendorAnswer.Missing _ -> new DeliveryOutcome.Invalid(code);
            case VendorAnswer.NoAnswer _ -> new DeliveryOutcome.Uncertain(code);
            case VendorAnswer.Unexpected(int status, _) ->
                    status >= 300
                            ? new DeliveryOutcome.RefusedForNow(code, null)
                            : new DeliveryOutcome.Uncertain(code);
        };
    }
}
