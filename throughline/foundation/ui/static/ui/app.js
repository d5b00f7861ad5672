// Starts the components of GOV.UK Frontend. Every page works without this file.
import { initAll } from "./govuk-frontend-6.6.0.min.js";

initAll();
