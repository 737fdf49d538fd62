"""Words that are names wherever they stand with a capital, and words that are none although headers
have them.
"""

GIVEN_NAMES = frozenset(
    """
    aaron adam adrian agnes alan albert alex alexander alice amanda amy andrea andreas andrew andy
    angela anita ann anna anne anthony antonio arthur barbara barry ben benjamin bernard beth betty
    bob bobby brad brenda brian bruce bryan carl carlos carol caroline cathy charles charlie chris
    christian christina christine christopher cindy clive colin craig cynthia daniel danny dave
    david deborah debra denis dennis derek diana diane dominic don donald donna doris dorothy doug
    douglas ed eddie edward elaine elizabeth ellen emily emma eric erik ernest eugene eva evelyn
    florence francis frank fred gary geoff george gerald gerry gordon graham greg gregory hakon hans
    harold harry heather heidi helen henry howard hugh ian irene isaac jack jackie jacob james jamie
    jane janet janice jason jean jeff jeffrey jennifer jeremy jerry jessica jim jimmy joan joe joel
    john johnny jon jonathan jose joseph josh joshua joyce juan judith judy julia julian julie
    justin karen karl kate kathleen kathy keith kelly ken kenneth kevin kim klaus kurt larry laura
    lauren lawrence lee leo leon leonard leslie lewis linda lisa liz louis louise lucy luke malcolm
    marc marcus margaret maria marie marilyn mario martha martin marvin mary matt matthew maurice
    megan melissa michael michelle mike monica nancy natalie nathan neil nicholas nicole nigel nora
    norman oliver oscar pamela patricia patrick paul pauline pedro peggy peter phil philip phillip
    rachel ralph raymond rebecca richard rick robert roberta robin rodney roger roland ron ronald
    ross roy russell ruth ryan sally sam samantha samuel sandra sandy sarah scott sean sharon sheila
    shirley simon sophie stefan stephanie stephen steve steven stewart stuart susan suzanne sylvia
    ted teresa terry theresa thomas tim timothy tina todd tom tommy tony tracy trevor valerie
    vanessa vernon veronica victor victoria vincent virginia walter wanda warren wayne wendy wesley
    william willie yvonne
    """.split()
)

NO_NAMES = frozenset(
    """
    amazon america american anchordesk aol apache apple april august australia bbc bearer big
    black blue british brokerage brown bugtraq bulletin bush business california canada catchup
    celebs center central centre chicago china christian cnet computer cst daily dallas date
    debian december dell direct divx dna dns dublin dvd dvds earth east edt electronics email
    emc england english enterprise est europe european exmh fax february federal first florida
    fork free freebsd french fri friday german germany global gmt god governor green group
    guardian guinness hat hgh hill hotmail ibm iii ilug inc india information insider institute
    intel international internet ireland irish january java jpm july june labs laptop linux list
    llc lockergnome london long lottery ltd mac mail march market may media member microsoft mlm
    mon monday money motley mozilla msn nasa nbc netscape network nevertheless new news north
    november october office online oracle palm pda penguin perl pilot plus press project python
    quicktime razor razor-users red redhat road rom sales sat saturday searchsecurity security
    securityfocus september service services software solaris south spain spam spamassassin
    spambayes sponsorclick star states street sun sunday support system systems team tech
    technology texas the thu thursday times tue tuesday underwriting unix update usa user users
    viagra vip virginia visa washington web wed wednesday west white windows winxpnews wired
    world xenical yahoo york zdnet zdnet's zealand
    """.split()
)
