"""What the columns of lists of activities are called, lower case, in the languages that exports were seen in."""

from collections.abc import Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(" | "))


STRAVA: Mapping[str, frozenset[str]] = {
    "date": _names(
        "activity date | datum der aktivität | aktivitätsdatum | date de l'activité | fecha de la actividad | "
        "data dell'attività | datum van activiteit | data da atividade | aktivitetsdato | aktivitetsdatum"
    ),
    "name": _names(
        "activity name | name der aktivität | nom de l'activité | nombre de la actividad | nome dell'attività | "
        "nome attività | naam activiteit | nome da atividade | aktivitetsnavn | aktivitetens namn"
    ),
    "sport": _names(
        "activity type | aktivitätsart | type d'activité | tipo de actividad | tipo di attività | tipo attività | "
        "activiteitstype | type activiteit | tipo de atividade | aktivitetstype | aktivitetstyp"
    ),
    "elapsed": _names(
        "elapsed time | verstrichene zeit | temps écoulé | tiempo transcurrido | tempo trascorso | verstreken tijd | "
        "tempo decorrido | forløpt tid | förfluten tid"
    ),
    "moving": _names(
        "moving time | bewegungszeit | temps de déplacement | durée de déplacement | tiempo en movimiento | "
        "tempo in movimento | beweegtijd | tijd in beweging | tempo de movimentação | tid i bevegelse | "
        "tid i rörelse"
    ),
    "distance": _names("distance | distanz | distancia | distanza | afstand | distância | distanse | distans"),
    "climb": _names(
        "elevation gain | höhenzunahme | höhenmeter | dénivelé positif | desnivel positivo | aumento di quota | "
        "dislivello | hoogtewinst | ganho de elevação | høydestigning | höjdökning"
    ),
    "shoes": _names(
        "activity gear | gear | ausrüstung der aktivität | équipement de l'activité | equipamiento de la actividad | "
        "attrezzatura per l'attività | uitrusting voor activiteit | equipamento da atividade | aktivitetsutstyr"
    ),
    "effort": _names("perceived exertion | wahrgenommene anstrengung | effort perçu | esfuerzo percibido | sforzo percepito"),
    "file": _names(
        "filename | dateiname | nom du fichier | nombre del archivo | nombre de archivo | nome file | bestandsnaam | "
        "nome do arquivo | filnavn | filnamn"
    ),
}
GARMIN: Mapping[str, frozenset[str]] = {
    "sport": _names(
        "activity type | aktivitätstyp | type d'activité | tipo de actividad | tipo di attività | activiteittype | tipo de atividade"
    ),
    "date": _names("date | datum | fecha | data | dato"),
    "name": _names("title | titel | titre | título | titolo | tittel"),
    "distance": _names("distance | distanz | distancia | distanza | afstand | distância | distanse"),
    "elapsed": _names("elapsed time | verstrichene zeit | temps écoulé | tiempo transcurrido | tempo trascorso"),
    "moving": _names("time | zeit | temps | durée | tiempo | tempo | tijd | tid | moving time"),
    "climb": _names("total ascent | elev gain | gesamtanstieg | anstieg gesamt | ascension totale | ascenso total | ascesa totale"),
}
