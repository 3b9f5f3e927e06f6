import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, Head, RowHead, Rows, Table } from "@/components/ui/table.tsx";
import { useFormat } from "@/components/ui/use-format.ts";
import { useWords } from "@/components/ui/use-words.ts";
import type { ServiceChoices, ServiceRow } from "@/lib/status/services/shapes.ts";
import { serviceHref } from "./address.ts";
import styles from "./services.module.css";

const COLUMNS = ["name", "about", "through", "valid", "position"] as const;
type Props = { services: readonly ServiceRow[]; choices: ServiceChoices; asOf: string };

/** Services as they are kept: what each is, what it runs through or is seen by, and when it is there. */
export function ServicesTable({ services, choices, asOf }: Props) {
  const t = useTranslations("desk.services");
  const kinds = (["chain", "station"] as const).filter((kind) => services.some((service) => service.kind === kind));
  return (
    <Table
      text
      label={t("title")}
      head={
        <tr>
          {COLUMNS.map((column) => (
            <Head key={column} num={column === "position"}>
              {t(`list.${column}`)}
            </Head>
          ))}
        </tr>
      }
    >
      {kinds.map((kind) => (
        <Rows key={kind} title={t(`list.${kind}`)} columns={COLUMNS.length}>
          {services
            .filter((service) => service.kind === kind)
            .map((service) => (
              <ServiceLine key={service.code} service={service} choices={choices} asOf={asOf} />
            ))}
        </Rows>
      ))}
    </Table>
  );
}

type OneProps = { service: ServiceRow; choices: ServiceChoices };

function ServiceLine({ service, choices, asOf }: OneProps & { asOf: string }) {
  const t = useTranslations("desk.services");
  const format = useFormat();
  const words = useWords();
  const { code, name, note, position, validFrom, validTo } = service;
  const day = (of: string | null) => (of === null ? "none" : format.date(of, asOf));
  return (
    <tr>
      <RowHead label={t("list.name")} wide>
        <Link href={serviceHref(code)} prefetch={false}>
          {words(name)}
        </Link>
        <span className={styles.under}>
          {code}
          {note === null ? "" : ` · ${words(note)}`}
        </span>
      </RowHead>
      <Cell label={t("list.about")} wide>
        <About service={service} choices={choices} />
      </Cell>
      <Cell label={t("list.through")} wide>
        <Through service={service} choices={choices} />
      </Cell>
      <Cell label={t("list.valid")}>
        {validFrom === null && validTo === null
          ? t("list.always")
          : t("list.span", { from: day(validFrom), to: day(validTo) })}
      </Cell>
      <Cell num label={t("list.position")}>
        {format.number(position)}
      </Cell>
    </tr>
  );
}

function About({ service, choices }: OneProps) {
  const t = useTranslations("desk.services");
  const states = useTranslations("states");
  if (service.kind === "chain") return service.types.length === 0 ? t("list.noTypes") : service.types.join(", ");
  const named = (list: readonly { id: number; name: string }[], id: number | null) =>
    list.find((one) => one.id === id)?.name ?? null;
  const whose = [named(choices.operators, service.operatorId), named(choices.systems, service.systemId)];
  return (
    <>
      {service.station === null ? null : states(`station.${service.station}`)}
      <span className={styles.under}>{whose.filter((one) => one !== null).join(" · ")}</span>
    </>
  );
}

function Through({ service, choices }: OneProps) {
  const t = useTranslations("desk.services");
  const words = useWords();
  if (service.kind === "station") {
    const by = choices.sources.filter(({ id }) => service.sources.includes(id)).map(({ name }) => name);
    return by.length === 0 ? <b>{t("list.unseen")}</b> : t("list.seenBy", { sources: by.join(", ") });
  }
  const names = (whole: boolean) =>
    service.through.flatMap((one) => {
      const station = choices.stations.find(({ id }) => id === one.stationId);
      return one.whole === whole && station ? [words(station.name)] : [];
    });
  const [all, part] = [names(true), names(false)];
  if (all.length + part.length === 0) return <b>{t("list.throughNone")}</b>;
  return (
    <>
      {all.length === 0 ? null : t("list.whole", { stations: all.join(", ") })}
      {part.length === 0 ? null : <span className={styles.under}>{t("list.part", { stations: part.join(", ") })}</span>}
    </>
  );
}
