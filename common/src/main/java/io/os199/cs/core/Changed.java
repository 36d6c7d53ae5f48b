package io.os199.cs.core;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;

import org.jspecify.annotations.Nullable;

/**
 * A field that changed, and its values as text. Personal data in them is written masked unless the writer may show it
 * ({@link io.os199.cs.platform.text.Personal#VISIBLE}).
 */
@JsonSerialize(using = ChangedWriter.class)
public record Changed(String field, @Nullable String previous, @Nullable String current) {
    static final String CONTACT = "contact.";
    static final String ATTRIBUTE = "attributes.";

    boolean isOfContract() {
        return switch (field) {
            case "contract_value",
                    "contract_start_date",
                    "contract_end_date",
                    "renewal_date",
                    "included_users",
                    "auto_renew",
                    "payment_status" ->
                    true;
            default -> false;
        };
    }
}
