import { prepareClient } from "./start/prepare.ts";

prepareClient();
