package io.os199.cs.core;

import io.os199.cs.core.model.Clearable;
import io.os199.cs.core.model.ClientUpdate;
import io.os199.cs.core.model.ContactFields;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Finds what is wrong with an update regardless of what is stored. */
final class UpdateFaults {
    private UpdateFaults() {}

    static List<Fault> of(ClientUpdate update, LocalDate today) {
        List<Fault> faults = new ArrayList<>();
        if (update.isEmpty()) {
            faults.add(
                    new Fault(
                            "client_id",
                            "no change was sent; send at least one field to change",
                            "client_id, version and at least one more parameter"));
        }
        if (update.contractId() != null && !update.touchesContract()) {
            faults.add(
                    new Fault(
                            "contract_id",
                            "contract_id was sent without anything to change in that contract",
                            "absent, or sent with a field of the contract"));
        }
        for (Clearable field : update.contradictions()) {
            String name = WireName.of(field);
            faults.add(
                    new Fault(
                            "clear_fields",
                            name + " is both given a value and cleared; send one of the two",
                            name + " or clear_fields with it"));
        }
        ContactFields contact = update.contact();
        if (contact != null && contact.leftOn() != null && contact.leftOn().isAfter(today)) {
            faults.add(
                    new Fault(
                            "contact.left_on",
                            "contact.left_on " + contact.leftOn() + " is after today, " + today,
                            today + " or earlier"));
        }
        return faults;
    }
}
