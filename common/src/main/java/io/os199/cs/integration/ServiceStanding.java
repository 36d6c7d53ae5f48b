package io.os199.cs.integration;

import io.os199.cs.platform.http.VendorAnswer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicReference;

/** The state of a service as its use shows it, stored whenever it changes. */
public final class ServiceStanding {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceStanding.class);

    private final Integration integration;
    private final IntegrationStates states;
    private final AtomicReference<@Nullable Finding> last = new AtomicReference<>();

    /** What an answer says about the service. */
    private record Finding(IntegrationState state, @Nullable String code) {}

    public ServiceStanding(Integration integration, IntegrationStates states) {
        this.integration = integration;
        this.states = states;
    }

    /** Takes note of the answer to an ordinary call; a single failure says nothing yet. */
    public void saw(VendorAnswer answer) {
        switch (answer) {
            case VendorAnswer.Done _, VendorAnswer.Unauthorized _, VendorAnswer.CircuitOpen _ -> {
                Finding finding = finding(answer);
                if (!finding.equals(last.getAndSet(finding))) {
                    store(finding, null);
                }
            }
            default -> {}
        }
    }

    /** Stores the answer to a call that was made to check the service, and when. */
    public void checked(VendorAnswer answer) {
        Finding finding = finding(answer);
        last.set(finding);
        store(finding, null);
    }

    /**
     * Stores that reading of a resource has stopped; the next run tries again, and the next good answer clears this.
     *
     * @param resource the resource as operators know it
     */
    public void stopped(String resource, VendorAnswer answer) {
        String code = code(answer);
        LOG.warn("{} of {} is not read on: {}", resource, integration.wireName(), code);
        if (!(answer instanceof VendorAnswer.Unauthorized)) {
            Finding finding = new Finding(IntegrationState.DEGRADED, code);
            last.set(finding);
            store(finding, resource + " could not be read");
        }
    }

    private static Finding finding(VendorAnswer answer) {
        return switch (answer) {
            case VendorAnswer.Done _ -> new Finding(IntegrationState.OK, null);
            case VendorAnswer.Unauthorized(int status) ->
                    new Finding(IntegrationState.AUTH_FAILED, "" + status);
            default -> new Finding(IntegrationState.DEGRADED, code(answer));
        };
    }

    /** Returns a short code for an answer, without personal data. */
    public static String code(VendorAnswer answer) {
        return switch (answer) {
            case VendorAnswer.Done(int status, _, _) -> "" + status;
            case VendorAnswer.Rejected(int status, _) -> "" + status;
            case VendorAnswer.Unauthorized(int status) -> "" + status;
            case VendorAnswer.Missing _ -> "404";
            case VendorAnswer.Conflict _ -> "409";
            case VendorAnswer.Limited _ -> "429";
            case VendorAnswer.ServerFault(int status, _) -> "" + status;
            case VendorAnswer.NoAnswer _ -> "no_answer";
            case VendorAnswer.NotSent _ -> "connect_error";
            case VendorAnswer.CircuitOpen _ -> "circuit_open";
            case VendorAnswer.Unexpected(int status, _) -> status + "_unexpected";
        };
    }

    /**
     * Stores a finding. A failure is only logged, because whoever used the service has its answer, whatever the
     * database says.
     */
    private void store(Finding finding, @Nullable String error) {
        try {
            states.found(integration, finding.state(), finding.code(), error);
        } catch (RuntimeException e) {
            last.set(null);
            LOG.warn("how {} is could not be stored: {}", integration.wireName(), e.toString());
        }
    }
}
