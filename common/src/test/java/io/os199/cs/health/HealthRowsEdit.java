package io.os199.cs.health;

import io.os199.cs.health.HealthRows.Contract;
import io.os199.cs.health.HealthRows.Escalation;
import io.os199.cs.health.HealthRows.FeatureDay;
import io.os199.cs.health.HealthRows.PaymentChange;
import io.os199.cs.health.HealthRows.Renewal;
import io.os199.cs.health.HealthRows.Response;
import io.os199.cs.health.HealthRows.Ticket;
import io.os199.cs.health.HealthRows.Touchpoint;
import io.os199.cs.health.HealthRows.UserDay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The rows of a client while they are being changed. */
final class HealthRowsEdit {
    final List<Contract> contracts;
    final List<PaymentChange> paymentChanges;
    final List<Renewal> renewals;
    final List<UserDay> userDays;
    final List<FeatureDay> featureDays;
    final List<Touchpoint> touchpoints;
    final List<Ticket> tickets;
    final List<Escalation> escalations;
    final List<Response> responses;

    private HealthRowsEdit(HealthRows rows) {
        contracts = new ArrayList<>(rows.contracts());
        paymentChanges = new ArrayList<>(rows.paymentChanges());
        renewals = new ArrayList<>(rows.renewals());
        userDays = new ArrayList<>(rows.userDays());
        featureDays = new ArrayList<>(rows.featureDays());
        touchpoints = new ArrayList<>(rows.touchpoints());
        tickets = new ArrayList<>(rows.tickets());
        escalations = new ArrayList<>(rows.escalations());
        responses = new ArrayList<>(rows.responses());
    }

    static HealthRows of(HealthRows rows, Consumer<HealthRowsEdit> change) {
        HealthRowsEdit edit = new HealthRowsEdit(rows);
        change.accept(edit);
        return new HealthRows(
                rows.clientId(),
                rows.tier(),
                edit.contracts,
                edit.paymentChanges,
                edit.renewals,
                rows.productUsers(),
                edit.userDays,
                edit.featureDays,
                edit.touchpoints,
                edit.tickets,
                edit.escalations,
                edit.responses);
    }
}
