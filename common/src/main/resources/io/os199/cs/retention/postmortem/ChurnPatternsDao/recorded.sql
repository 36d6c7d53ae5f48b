select min(predicted_on) from churn_predictions
