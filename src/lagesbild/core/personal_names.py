"""Words that tell a name of a person from a street, a shop or a school. Facts of Swedish, written down here.

Given names are common ones in Sweden, of every generation and origin. Those that are ordinary words too stand apart:
they are names only beside a surname or a word that says that a name follows.
"""

from __future__ import annotations

import re

GIVEN = frozenset(
    """
    aaron abbas abdi abdirahman abdul abdullah abdullahi abel abraham ada adam adele adnan adrian agata agda
    agnes agneta ahmad ahmed aida aina aisha aiman albert albin aleksander aleksandra alex alexander alexandra
    alexis alf alfred algot ali alice alicia alina alma alva alvar alvin amal amanda amelia amelie amina amir
    amira ana anas anastasia anders andré andrea andreas andrei andrzej anette angela angelica anita anja ann
    anna annelie anneli annette annika anselm anton antonia antonio arash aram arne arnold aron artur arvid asha
    asher asta astrid august aurora ava axel ayan ayaan ayse aziz barbro beata beatrice ben bengt benjamin bernt
    berit bertil beyza bilal birger birgit birgitta boel boris börje britt britta brita bruno camilla carin
    carina carl carola caroline casper cassandra catarina catharina cecilia charlie charlotta charlotte chris
    christer christian christina christine christoffer clara claes cornelia dagmar dagny dana daniel daniela
    danuta dariusz david dennis desirée diana dilan ebba ebbe edgar edit edith edvard edvin egon eila einar eino
    elena eleonor eleonora elham eli elias elif elin elina elis elisa elisabet elisabeth elise ella ellen elliot
    elma elmer elna elof elsa elsie elvira elvis emanuel emelie emil emilia emilie emma emmy engla enis enni
    enrique eric erik erika erica erland ernst ester esther eskil esmeralda eva evelina evert ewa fabian fadi
    fadumo fanny farah fariba farid fatima fatma felicia felix fia filip filippa folke frank frans franz fredrik
    fredrika frida fritiof georg gabriel gabriella gerd gerda gertrud gisela göran görel gösta greta gudrun
    gunborg gunhild gunilla gunnar gunnel gunvor gurli gustaf gustav haidar halima hamid hamza hanna hannah
    hannes harald harriet harry hasan hassan hawa hedda hedvig helen helena helene helga helmer helmi henning
    henrik henry herbert herman hilda hilde hillevi hilma hiba hjalmar hodan holger hugo hussein husein ibrahim
    ida idil idris ilham ilona inga ingalill ingegerd ingela ingemar inger ingrid ingvar irene irena iris irma
    isa isabel isabella isabelle isak ismail ivan ivar iwona izabella jack jacob jakob jamal jan jana jane janne
    jasmin jasmine jason jenny jens jerker jerry jesper jessica jill jim jimmy joakim joanna jocke joel johan
    johanna johannes john johnny jon jonas jonatan jonathan jonna jonny josef josefin josefina josefine
    josephine jovan juan judit julia juliana julian jussi justus jörgen kaarina kai kaj kajsa kalle karim karin
    karl karolina karoline kasper katarina katja katrin kent kerstin kevin khadija khaled kicki kim kjell klara
    klas knut konrad konstantin krister kristian kristin kristina kristoffer krystyna kurt ladan laila lamin
    lars lasse laura laurent lea leah leif leila lena lennart leo leon leonora levi lias liam lian lidia lilian
    lill lilly lina linda linn linnea linnéa linus lisa lisbeth lisen lotta louis louise lova lovisa lucas lucia
    ludvig luis luka lukas lydia maciej madeleine magda magdalena magnus mahad mahmoud mahmud maja malgorzata
    malik malin malte malva manfred manuel marcel marcus margareta margaretha margit maria mariam marianne marie
    marika marina mario marita marko markus marlene marta marte martha martin martina marwa mary maryam mathias
    mathilda matilda mats matteo mattias maud maurits max maxim maxine melanie melissa melker melvin meryem mia
    michael michaela mika mikael mikaela mila milan milla milo minna mina mira miranda miriam mirja mohamad
    mohamed mohammad mohammed mona monica monika moa morgan moses mostafa muhammad muhammed mustafa nabil nada
    nadia nadja naemi nancy naomi natalia natalie natasha nathalie nasrin nathan neo nellie nelly nermin nicklas
    niclas nico nicole niklas nikola nikolaj nils nina noah noel noelle noor nora nova nour novalie ola olaf
    olav ole oliver olivia olle olof olov omar orvar osama oscar oskar osman ossian otto ove owe pär paola
    patricia patrick patrik paul paula paulina pawel peder pehr pekka per pernilla peter petra petter philip pia
    piotr pontus rafael ragnar ragnhild rahma rami rania rasmus rebecca rebecka reza richard rickard rikard rita
    robert roberto robin roger roland rolf roman ronja ronny rose rosie roy roza rune rut ruth saad sabina
    sabine safa saga said salma salman samantha sami samir samira samuel sandra sara sarah sebastian selma semir
    sergej sebbe shirin siham sigge signe sigrid sigurd siiri simon sindi siri sixten snezana sofia sofie
    solveig sonja sofi stefan stellan stella stina sture sune susanna susanne svante sven svea tanja tamara
    tarek tariq teodor teresa terese theo theodor therese thomas thor thore tilda tilde tim timo tina tindra
    tobias tomas tony tor torbjörn tord tore torsten tova tove tuva tyra ulf ulla ulrica ulrik ulrika urban
    ursula valdemar valentin valter vanessa veronica veronika vidar viggo viktor victor viktoria victoria vilgot
    vilhelm vilma vilmer vincent viola vivianne vladimir walter werner wilhelm wiktoria william wilma xavier
    yasin yasmin yasmine yngve yonas younes youssef yousef yvonne yusuf zainab zahra zara zaynab zeinab zlatan
    zoe zofia ågot åke åsa åse östen örjan
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
)
MORE_GIVEN = frozenset(
    """
    hampus freja molly meja thea livia celine bonnie milton colin loke isac melvyn aston otis sam ludwig ellie
    leia luna juni joline hailey svante rasmus torkel gustave calle carro bella bibbi biggan bobban bobbo bobo
    bojan bossan brittan cissi cilla ebban erika eddie elle emmis fabbe fille filip frallan fredde frille gabbe
    gittan gurra görgen gugge hasse henke hedvig ia ingo isse jeppe jeppa jolle jompa juppe kattis kirre klabbe
    koffe kricke krister kulle lackan lasse lassa leffe lillan linki lollo ludde lussan maffe malla mange manne
    maja marre masse melle mickan mija milli molle moffe musse natta nettan nillan noppe nuppe palle patte perra
    petrus pigge pirre putte ralle rebban rille rogge ruffe sabbe sannis sebbe sickan sigge snoffe sofi stickan
    stoffe sussie susie svenne tessa tette tompa tonna tubbe ullis valle vickan viffe vigge viktan ville yrsa
    zacke zackarias zakarias ann-marie ann-sofie anders annika aneta anci birthe boel cajsa carita carl-johan
    catarina cathrine cattis doris edla elna elon enar evy fride gertie gunbritt gun gunhild hjördis inez
    inga-lill inger inga-britt ing-marie jerk joar jonatan kalevi kenneth kennet kerstin klas lars-åke leopold
    lisbet lovis maj-britt maj-lis margot marie-louise mary may-britt moje mona-lisa märit nanna nanny natanael
    olga ove per-olof pontus rakel ros-marie roine rosita sally seved sigbritt sivert solbritt sonny staffan
    steven sven svenerik sylvia tage teres thorbjörn thorsten thure torgny torvald tova ulrike ulf-göran viveka
    viveca vivi ylva åsa ewert folke gottfrid göte hjalmar holger inge jarl jöran konrad kåre odd orvar petter
    raimo rune sixten stellan sölve tord tyrone ulric verner vidar waldemar wiggo affe ankan anki berra bettan
    bosse chrille conny danne figge gunsan janne jonte jossan kenta krille lelle linkan loffe maggan mackan
    matte micke nicke nisse pelle robban steffe sussi tessan tobbe totte uffe mimmi håkan greger gregers helge
    hilding lennart sven-erik sanna stina tyko ture ulrik viola vera zeth åke ärling märta märtha mårten måns
    måna pål östen assar bernhard bertil birgitta egil elvy evald gillis gerhard göthe henny hildur ivor judith
    karsten klas-göran klemens lilly melker nore otto ragna rolf sigvard siw tryggve valborg vendela viran
    yngvar päivi jukka timo matti juha mikko antti kari seppo pirjo ritva marja satu tuula heikki esa jari jorma
    pentti eeva eija hannu ilkka irja juhani kaija kalle kyösti leena liisa markku merja outi pekka pertti raili
    raija riitta risto sirpa tapio tarja teppo tuomas veikko rojin rojda azad baran berivan heval shilan sherzad
    hiwa zelal dilan karwan rebin rezan zana zilan faduma ifrah liban sagal guled zakaria warsame abdifatah
    abdikadir abdullahi ayanle bilan deqa hamdi hibo idman ismahan jamila khadra mahdi najma nimco sahra suad
    ubah zamzam bassam tareq nour rasha hala layla leyla ziad walid wael samer maher anwar ghassan riad rana
    huda ayman bashar fares firas george georges hadi haitham imad issa jihad kamal khalil louay majd marwan
    mazen mohannad munir nader nawal osama qusai rabih rafik ramez reem rima rula sami tamim taha yara yazan
    zaid zuhair mehdi mohsen parisa nima sina kian arman ramin behzad shadi neda azadeh babak bahram bijan
    darius farhad farshid hossein kamran kaveh keyvan laleh mahsa mina mojtaba nasser nazanin omid pouya roya
    saeed sahar shahin soheil ahmadullah mirwais zabihullah najib najibullah sayed shafiq wahid zabi ghulam
    habib hamid karimullah dragan goran zoran milica jelena dejan nenad amela emina mirza armin senad edin haris
    jasmina arben besim driton valon arta admir aida aleksandar alija amar azra branko damir danijel denis dino
    dragana dzenan elvir emir enes fatmir gordana igor ivana jasna kemal ljiljana marija mersiha mirela mirsad
    nermina nebojsa ratko sanela sasa sead slavica slobodan snezana srdjan suada svetlana vesna vlado zlatko
    arbnor blerim fatos flamur shpresa tomasz krzysztof agnieszka katarzyna jerzy marek zbigniew wojciech
    grzegorz slawomir dorota bozena elzbieta beata jolanta iwona kamil kacper lukasz mateusz pavel jakub jiri
    zdenek vaclav laszlo istvan zoltan ferenc mehmet murat emre zeynep özlem hakan cem can deniz ebru erdal
    fatih gül hatice kadir meltem nuray orhan ömer ramazan selim serkan sevda sibel songül tolga tuncay ugur
    ümit volkan yasemin filmon tesfay selam merhawi semhar abrham aklilu aster awet biniam dawit eyob feven
    habtom kibrom luwam medhanie meron natnael robel saba samrawit senait tekle tesfalem winta yohannes yordanos
    oleksandr andriy oksana iryna irina tatjana tatiana ludmila natalja galina dmitrij dmitri aleksej alexei
    anatolij boris jevgenij jurij katya konstantin maksim mikhail nikita oleg pavlo sergei serhiy volodymyr
    yulia ionut mihai florin cristian bogdan catalin ciprian dumitru gheorghe ion marian marius nicolae razvan
    vasile linh minh thanh hung tuan phuong huong somchai somsak suda wei dylan ryan jayden ethan logan tyler
    brandon justin derek dwayne gary kyle stephen andrew matthew anthony charles edward james michelle jennifer
    jessica ashley tiffany stephanie nicholas carlos diego fernando jorge josé juan luis manuel pablo pedro
    ricardo rodrigo santiago sergio alejandro andres javier miguel carmen rosa guadalupe ximena joão francisco
    chantal pierre michel jean luc marc giovanni giuseppe marco luca alessandro francesca chiara dieter heinz
    jürgen klaus uwe wolfgang helmut günter heike
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
)
GIVEN = GIVEN | MORE_GIVEN
BOTH = frozenset(
    """
    linda rakel mina min sina hala rima ana klara clara matte tim saga rosa jan can said saba marin kulle palle
    manne valle malla masse melle molle natta gun ia inge odd jerk tage ruffe musse patte kalle mange hasse iman
    ion wei suda aster selam rana hadi taha eyob sima loke luna juni sam linn lin lea lykke disa idun mio ronja
    frank ask ester rune marie vega doris bella tessa noppe pigge putte snoffe moje nanna ingo moffe bo björn
    dag dan frej fred glenn gull hans hjördis holm ellen ines ingen isa jon jo kent liv love lo lova mark max
    melker milla mimmi my mira nova ola ove per pia rose rut sally siv stella sten stig svea tom tore tor ulf
    ulla vera ville viola vide viking vilde wille alma else eden even unga elma april may maj leif lilja hassel
    iris jasmin kim kai neo roman malva milan aurora stina urban storm ärla hannover ivar karl
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
)
"""Names that are, at the head of a sentence or in a place, as often something else."""

SURNAME = re.compile(
    r"\w{2,}(sson|son|ström|berg|bergh|gren|lund|qvist|kvist|quist|blad|blom|dahl|strand|stedt|stedt|stad|hammar|löf"
    r"|holm|fors|borg|mark|man|mann|nius|lius|rén|lén|lin|dén|sén|zén|tén|ander|sjö|sköld|stierna|hjelm|kranz|felt|feldt"
    r"|ović|ovic|evic|ević|ić|oğlu|oglu|zadeh|pour|ski|ska|wicz|sen|dotter|nen|inen|ner|zadeh|ian|yan|yildiz|kaya|demir)"
)
SURE_SURNAME = re.compile(r"\w{2,}(sson|sdotter|qvist|kvist|quist|ović|ovic|ević|evic|wicz|oğlu|oglu|inen)")
SURNAMES = frozenset(
    """
    ahlberg ali ahmed abdi hassan mohamed hussein ibrahim omar osman yusuf ek ekman falk frisk hjort lind lång
    rask sandberg svärd wall åberg öberg björk alm ask bäck dahl engström fransson forsberg holm sjö stål stark
    modig nguyen kaya yilmaz khan malik nilsen hansen jensen larsen olsen novak kowalski garcia silva lopez
    haddad khalil rahimi
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
)
PLACE = re.compile(
    r"(?i)(?:\w*(?:gata|gatan|gator|väg|vägen|gränd|gränden|torg|torget|plats|platsen|plan|planen|park|parken|backe"
    r"|backen|stig|stigen|allé|allén|alle|kaj|kajen|bro|bron|led|leden|skola|skolan|skolas|gymnasium|gymnasiet|kyrka"
    r"|kyrkan|kyrkogård|kyrkogården|kapell|kapellet|hus|huset|gård|gården|center|centrum|centret|hall|hallen|bad|badet"
    r"|station|stationen|förskola|förskolan|museum|museet|teater|teatern|stiftelse|stiftelsen|minne|kvarn|brygga"
    r"|bryggan|strand|stranden|esplanad|esplanaden|kulle|kullen|lund|lunden|äng|hage|hagen|hamn|hamnen|vik|viken|udde"
    r"|udden|holme|holmen|sjö|sjön|kvarter|kvarteret|område|området|bostäder|tunnel|tunneln|trappa|trappan|trappor"
    r"|staty|statyn|källa|källan|grav|koloni|camping|lekplats|lekplatsen|bibliotek|biblioteket|arena|arenan|vall"
    r"|slott|slottet|herrgård|fontän|tingshus|sjukhus|sjukhuset|församling|församlingen|dag|stad|by|byn|ö|ön|led|gärde"
    r"|gärdet|höjd|höjden|berg|berget|dal|dalen|port|porten|passage|passagen|rondell|rondellen|odling|p-hus))"
)
COMPANY = re.compile(
    r"(?i)(?:ab|hb|kb|aktiebolag|company|co|söner|\w*(?:bygg|åkeri|konditori|bageri|bageriet|livs|livsmedel|blommor|blomster"
    r"|blomsterhandel|café|cafe|kafé|pizzeria|restaurang|krog|salong|frisör|frisörer|hår|bil|bilar|motor|kiosk|kiosken"
    r"|måleri|rör|städ|optik|järn|järnhandel|mode|skor|guld|ur|fisk|kött|möbler|trafikskola|hotell|pub|bar|grill|kebab"
    r"|express|gym|fastigheter|fastighets|buss|bussar|taxi|plåt|glas|mat|foto|spel|tobak|cykel|cyklar|sport|butik"
    r"|butiken|handel|handlar|bokhandel|apotek|bank|bryggeri|trädgård|snickeri|verkstad|mekaniska|invest|förvaltning"
    r"|begravningsbyrå|advokatbyrå|revision|konsult|gatukök|korv|glass|godis|betong|cement|asfalt|schakt|transport|logistik|stormarknad|supermarket|maxi|nära|kvantum"
    r"|festival|cup|loppis|hörna|lada|tomt|ateljé|galleri|auktion|second|redovisning|tandvård|assistans|omsorg))"
)
BEFORE_PLACE = frozenset(
    """
    lex sankt sankta s:t s:ta st s:t. ica coop hemköp willys restaurang restaurangen pizzeria pizzerian café
    caféet cafe hotell hotellet brf bostadsrättsföreningen salong salongen kiosken butiken firma firman
    stiftelsen kvarteret kv kv. fastigheten statyn skolan förskolan villa båten fartyget stormen kyrkan krogen
    puben baren bageriet konditoriet företaget åkeriet affären vid gatan vägen parken torget hamnen systrarna
    bröderna ab
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
) - {"vid"}
CUES = frozenset(
    """
    fröken fam dr magister magistern väktare polisman poliskommissarie polisassistent kommissarie inspektör
    kurator rektor lärare ordningsvakt vaktmästare fältare fältassistent granne farbror tant moster faster
    morbror föreståndare föreståndaren ordförande chef chefen enhetschef enhetschefen vittne målsägande bror
    syster son dotter pappa mamma farmor mormor farfar morfar kompis doktor sköterska skolsköterska
    skolsköterskan fritidsledare fritidsledaren busschaufför busschauffören handläggare socialsekreterare
    socionom coach tränare kassör butikschef butikschefen platschef platschefen elev kille tjej pojke flicka
    hyresvärd hyresvärden fastighetsskötare fastighetsskötaren områdesvärd områdesvärden bovärd bovärden
    kvartersvärd kvartersvärden områdespolis områdespolisen kommunpolis kommunpolisen brandman heter hette
    kallas kallad kallade vid namn namnet familjen herr fru eleven läraren rektorn grannen pojken flickan killen
    tjejen mannen kvinnan kompisen pappan mamman brodern systern sonen dottern maken frun vaktmästaren
    ordningsvakten väktaren misstänkte misstänkt vittnet ägaren hyresgästen chauffören föraren ledaren tränaren
    kontaktperson kontakta ring fråga barnet tonåringen ungdomen förövaren gärningsmannen paret bröderna
    syskonen vännen kollegan handläggaren socialsekreteraren fältaren kuratorn
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
) - {"vid"}
FAMOUS = frozenset(
    """
    filippa k|björn borg|jack jones|thomas sabo|calvin klein|hugo boss|tommy hilfiger|karl lagerfeld|ben jerry
    |jack daniels|johnnie walker|captain morgan|martin servera|mary kay|max burgers|dr martens|peter pan|pippi
    långstrump
    |emil i lönneberga|kalle anka|musse pigg|bamse|gustav vasa|gustaf vasa|gustav adolf|gustaf adolf|karl johan
    |carl gustaf|karl gustav|selma lagerlöf|astrid lindgren|alfred nobel|raoul wallenberg|dag hammarskjöld|olof palme
    |carl larsson|carl von linné|august strindberg|evert taube|elsa brändström|birger jarl|magnus ladulås|karin boye
    |hjalmar branting|per albin|jenny lind|nils holgersson|lars magnus ericsson|ericsson|ericssons|anticimex|karlsson
    på taket
    """.replace("\n", " ").split("|")
)
FAMOUS = frozenset(" ".join(one.split()) for one in FAMOUS)
"""Brands, statues and stories, as they are written in small letters."""
TITLE = re.compile(
    r"(?i)\w*(?:elev|eleven|lärare|läraren|vikarie|vikarien|chef|chefen|vakt|vakten|värd|värden|skötare|skötaren|ledare"
    r"|ledaren|pedagog|pedagogen|assistent|assistenten|handläggare|handläggaren|sekreterare|sekreteraren|mästare"
    r"|mästaren|rektor|rektorn|kurator|kuratorn|polis|polisen|poliser|väktare|väktaren|konduktör|konduktören|chaufför"
    r"|chauffören|granne|grannen|kompis|kompisen|tränare|tränaren|ägare|ägaren|målsägande|målsäganden)"
)
"""What someone is by trade or place, before a name."""
KIN = frozenset(
    """
    son dotter pojke pojkar flicka flickor unge ungar barn fru man sambo mamma pappa bror syster hund katt bil
    balkong lägenhet moped cykel trädgård grind brevlåda garage källare kille tjej kompis kompisar
    """.split()  # noqa: SIM905 - a column of quotation marks is not read
)
"""What someone has, after a name in the genitive."""
WORKPLACES = frozenset(
    """
    vaktmästeriet expeditionen receptionen kassan köket personalen kommunen kontoret hemtjänsten växeln
    gatukontoret butiken serveringen elevhälsan fritids fritidsgården städet förvaltningen parkförvaltningen
    bostadsbolaget polisen räddningstjänsten socialtjänsten skolhälsan cafeterian matsalen biblioteket
    """.split()  # noqa: SIM905 - a column of quotation marks is not read
)
MONUMENT = frozenset(
    """
    staty statyn byst bysten målning målningen minnesmärke minnesmärket porträtt porträttet tavla tavlan skylt
    skylten affisch affischen muralmålning muralmålningen dekal klistermärke skulptur skulpturen
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
)
ACTS = frozenset(
    """
    ringde berättade säger sa sade såg grät skrek meddelade hörde tycker uppger uppgav anmälde bekräftade hälsar
    undrar jobbar arbetar mådde mår blev slog kastade hotade sparkade skrev bad svarade tipsade
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
)
"""What persons do: after a word that may be a name at the head of a sentence."""
NOT_NAMES = frozenset(
    """
    polisen kommunen skolan stan torget gatan ica coop lidl willys hemköp systembolaget pressbyrån max mcdonalds
    hm åhléns lindex kappahl elgiganten jula biltema statoil circle okq ingo st preem biblioteket vårdcentralen
    resecentrum stationen centrum centralen sverige stockholm göteborg malmö västerås köping arboga kungsör
    örebro uppsala norrköping linköping sandviken lekeberg fjugesta kolsva januari februari mars april maj juni
    juli augusti september oktober november december måndag tisdag onsdag torsdag fredag lördag söndag jul påsk
    midsommar nyår valborg lucia han hon hen den det de vi jag ni någon flera många två tre fyra en ett
    """.split()  # noqa: SIM905 - a column of thousands of quotation marks is not read
)
