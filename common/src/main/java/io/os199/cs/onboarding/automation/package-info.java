/** What a plan does automatically: reminders, alerts, emails to the customer, and escalations of what stays blocked. */
@NullMarked
package io.os199.cs.onboarding.automation;

import org.jspecify.annotations.NullMarked;
